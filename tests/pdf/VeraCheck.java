// Judges PDFs with the veraPDF engine: one line per file and flavour, `ok NAME: veraPDF 2a` or `FAIL NAME: veraPDF 2a: why`.
// The engine's jar comes without JAXB, which its own profile loader needs; so the profiles inside the jar are read here with
// the JDK's DOM parser. It never changes a file, and never takes a file's word for the flavour it is judged by.
//   java -cp verapdf.jar:. VeraCheck 2a,ua1 FILE.pdf…      exit 0: all conform · 1: one does not, or cannot be read · 2: bad use
import java.io.*;
import java.util.*;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;
import org.verapdf.pdfa.validation.profiles.*;
import org.w3c.dom.*;

public class VeraCheck {
  static final int FAILURES_KEPT_PER_RULE = 5;

  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    if (args.length < 2) { System.err.println("VeraCheck FLAVOURS FILE.pdf…"); System.exit(2); }
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
    VeraGreenfieldFoundryProvider.initialise();
    Map<PDFAFlavour, ValidationProfile> profiles = new LinkedHashMap<>();
    for (String id : args[0].split(",")) profiles.put(flavour(id), profile(flavour(id)));
    boolean allConform = true;
    for (String path : Arrays.asList(args).subList(1, args.length))
      for (Map.Entry<PDFAFlavour, ValidationProfile> e : profiles.entrySet()) {
        String name = new File(path).getName(), check = "veraPDF " + e.getKey().getId(), fault = fault(path, e.getKey(), e.getValue());
        allConform &= fault == null;
        out.println(fault == null ? "ok " + name + ": " + check : "FAIL " + name + ": " + check + ": " + fault);
      }
    System.exit(allConform ? 0 : 1);
  }

  /** Null when the file conforms; otherwise each broken rule with its count and the first object that breaks it. */
  static String fault(String path, PDFAFlavour flavour, ValidationProfile profile) {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, FAILURES_KEPT_PER_RULE, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      if (result.isCompliant() && result.getTotalAssertions() > 0) return null;
      Map<RuleId, String> first = new HashMap<>();
      for (TestAssertion t : result.getTestAssertions())
        if (t.getStatus() == TestAssertion.Status.FAILED) first.putIfAbsent(t.getRuleId(), t.getMessage());
      StringJoiner faults = new StringJoiner("; ");
      result.getFailedChecks().forEach((rule, count) -> faults.add(
          rule.getClause() + "-" + rule.getTestNumber() + " ×" + count + " (" + String.valueOf(first.get(rule)).replaceAll("\\s+", " ").trim() + ")"));
      return faults.length() > 0 ? faults.toString() : "no rule was checked";
    } catch (Throwable e) {
      return "could not be judged: " + e.toString().replaceAll("\\s+", " ");
    }
  }

  static PDFAFlavour flavour(String id) {
    PDFAFlavour f = PDFAFlavour.fromString(id);
    if (f == PDFAFlavour.NO_FLAVOUR) throw new IllegalArgumentException("no such flavour: " + id);
    return f;
  }

  static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
    String name = flavour.getId().equals("ua1") ? "PDFUA-1" : "PDFA-" + flavour.getId().toUpperCase(Locale.ROOT);
    InputStream xml = PDFAFlavour.class.getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml");
    if (xml == null) throw new IllegalArgumentException("the jar holds no profile " + name);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    Element root = factory.newDocumentBuilder().parse(xml).getDocumentElement();
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element r : children(child(root, "rules"), "rule")) rules.add(rule(r));
    Set<Variable> variables = new LinkedHashSet<>();
    for (Element v : children(child(root, "variables"), "variable"))
      variables.add(Profiles.variableFromValues(v.getAttribute("name"), v.getAttribute("object"), text(v, "defaultValue"), text(v, "value")));
    Element d = child(root, "details");
    ProfileDetails details = Profiles.profileDetailsFromValues(text(d, "name"), text(d, "description"), d.getAttribute("creator"), new Date(0));
    ValidationProfile profile = Profiles.profileFromValues(flavour, details, "", rules, variables);
    if (rules.isEmpty() || profile.getRules().size() != rules.size()) throw new IllegalStateException("rules were lost in reading " + name);
    return profile;
  }

  static Rule rule(Element r) {
    Element id = child(r, "id"), error = child(r, "error");
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element a : children(child(error, "arguments"), "argument")) arguments.add(ErrorArgumentImpl.fromValues(a.getTextContent(), attribute(a, "name"), null));
    List<Reference> references = new ArrayList<>();
    for (Element a : children(child(r, "references"), "reference")) references.add(Profiles.referenceFromValues(a.getAttribute("specification"), a.getAttribute("clause")));
    RuleId ruleId = Profiles.ruleIdFromValues(
        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")), id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
    Boolean deferred = r.hasAttribute("deferred") ? Boolean.valueOf(r.getAttribute("deferred")) : null;
    return Profiles.ruleFromValues(ruleId, r.getAttribute("object"), deferred, attribute(r, "tags"), text(r, "description"), text(r, "test"),
        Profiles.errorFromValues(text(error, "message"), arguments), references);
  }

  static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node c = parent == null ? null : parent.getFirstChild(); c != null; c = c.getNextSibling())
      if (c instanceof Element && name.equals(c.getLocalName())) found.add((Element) c);
    return found;
  }

  static Element child(Element parent, String name) {
    List<Element> all = children(parent, name);
    return all.isEmpty() ? null : all.get(0);
  }

  static String text(Element parent, String name) {
    Element c = child(parent, name);
    return c == null ? "" : c.getTextContent();
  }

  static String attribute(Element e, String name) {
    return e.hasAttribute(name) ? e.getAttribute(name) : null;
  }
}
