//! Names whose initial h is mute, so that « de » elides before them. Data only; each word lower-cased, without accents.
//!
//! Towns: the Code officiel géographique of INSEE gives each commune its « type de nom en clair » (TNCC): 1, « d’ », for a mute h;
//! 0, « de », for an aspirated one (read on 28 November 2026 in Etalab's « découpage administratif », 4.0.0). A first word that the
//! code takes both ways (« Haute », « Hauteville ») is left out, and so is any town abroad: « de ».

/// First words of the communes of France before which « de » elides, and those in Y that « y followed by a consonant » does not give.
pub(super) const TOWNS: &str = "\
    habarcq habas habere hablainville habloville haboudange hacourt hacqueville hadigny hadol hadonville hagecourt hagen \
    hagetaubin hagetmau hageville hagneville hagondange haigneville haillainville haillicourt hainvillers haironville \
    haisnes haleine halinghen hallencourt hallennes hallering hallignicourt hallines halling hallivillers halloville hallu \
    halluin halsou halstroff hamblain hamel hamelin hamelincourt hanches hancourt hangest hannaches hannescamps hannocourt \
    hantay haplincourt happonvilliers haramont haravesnes haravilliers harbonnieres harbouey harcanville harchechamp \
    harcigny harcourt hardancourt hardecourt hardencourt hardifort hardinghen hardivillers hardricourt hareville harfleur \
    hargarten hargicourt harly harmeville harmonville harnes harol haroue harponville harprich harquency harreberg \
    harreville harsault hartennes hartzviller haselbourg hasnon hasparren haspelschiedt haspres hastingues hatrize \
    hattencourt hattenville hattigny hattonchatel hattonville haubourdin hauconcourt haucourt haudainville haudiomont \
    haudonville haudrecy haudricourt haulchin haumont hauriet haussez haussignemont haussimont haussonville haussy \
    hautaget hautecour hautecourt hautefaye hautefeuille hautefond hautefort hauteluce hauterives hautesvignes hautevelle \
    hautevesnes hautmont hautmougey hautvillers haux havange havelu haveluy havernas haverskerque havrincourt hayange \
    hayes haynecourt hazebrouck hazembourg heauville hebecourt hebecrevon heberville hebuterne hecourt hecq hectomare \
    hedauville hedouville heillecourt heilly heiltz heining heippes helesmes helette helfaut hellean hellemmes hellering \
    hellimer heloup helstroff hemevillers hemilly heming hemonstoir henamenil henanbihen hendaye hendecourt henencourt \
    henin heninel hennebont hennecourt hennemont henneveux hennezel hennezis henonville henouville henrichemont henridorff \
    henriville henu herange herbault herbecourt herbelles herbeuval herbeuville herbeville herbeviller herbeys herbignac \
    herbinghen herbisse herblay herchies herepian hergnies hergugney heric hericourt hericy herimenil herimoncourt herin \
    herissart herisson herleville herlies herlin herlincourt herm hermanville hermaville herme hermelange hermelinghen \
    herment hermeray hermeville hermies hermillon hermin hermonville hernicourt herny heronchelles herouville \
    herouvillette herpelmont herpy herqueville herre herrere herrin herry herserange hersin hertzing hervelinghen hervilly \
    hery herzeele hesbecourt hesdigneul hesdin hesmond hesse hestroff hestrud hestrus hetomesnil hettange heubecourt \
    heuchin heucourt heudebouville heudreville heugas heugleville heugnes heuilley heuland heume heuringhem heurteauville \
    heutregiville heuzecourt hevilliers heyrieux hezecques hieres hiers hiersac hiesse higueres hilbesheim hillion \
    hilsprich hinckange hinges hinx hirel hirson his hocquincourt hocquinghen hodent hoeville holacourt holling holving \
    hombleux homblieres homecourt hommes hondeghem hondevilliers hondschoote honnechy honnecourt hontanx hopital hordain \
    hornaing horsarrieu horville hosta hostens hostiaz hostun houchin houdain houdancourt houdelaincourt houdelaucourt \
    houdelmont houdemont houdetot houdreville houecourt houeilles houeville houilles hounoux houplin houplines hours \
    hourtin housseras housseville houtaud houtkerque houvin houx hubersent hubert huberville huby huchenneville huclier \
    hucqueliers hudimesnil hudiviller huetre huez hugier huilliecourt huilly huismes huisseau hulluch hultehouse \
    humbauville humbecourt humbercamps humbercourt humbert humberville humbligny humeroeuille humieres hundling hunting \
    huos huparlac huppain huppy hurbache hure hurecourt hures huriel hurigny hurtieres hussigny hyds hyencourt hyeres \
    hyevre hymont hypercourt \
    yainville yaucourt yebleron yebles yenne yermenonville yerres yerville yeu yevre yevres yolet yonval youx";

/// Given names from Greek or Latin, or that usage has long elided (« d’Henri », « d’Hubert »). The others, Germanic, English or
/// Arabic (« de Hans », « de Harry », « de Hassan », « de Hugo »), keep their h, as dictionaries do for such words.
pub(super) const GIVEN_NAMES: &str = "\
    hadrien harmonie hector helene heliane helie heliodore helios heloise henri henriette henry heracles hercule hermance \
    hermeline hermes hermine herminie hermione herve hilaire hilarion hippolyte homere honore honorin honorine horace \
    horatio hortense hubert huberte hugues huguette humbert hyacinthe";

/// Common words with a mute h that names of enterprises begin with (« d’Hôtel du Moulin », « d’Horizon Énergie »).
pub(super) const COMMON_WORDS: &str = "\
    habit habitat habitation habitations habitude haleine halogene haltere harmonie hebdo hebergement hectare helice \
    helicoptere helio heliogravure hemisphere hemodialyse hepatologie herbage herbe herberie herbes herboristerie heritage \
    heritier heritiers heure heures hexagone hippique hippodrome hirondelle histoire histoires historique hiver \
    homeopathie homme hommes honneur honoraires hopital hopitaux horaire horizon horizons horloge horlogerie horoscope \
    horticole horticulture hospice hospices hospitalite hostellerie hotel hotelier hoteliere hotellerie hotels huile \
    huilerie huiles huissier huissiers huitre huitrerie huitres humain humanisme humanitaire humanite humanites humus \
    hydraulique hydro hydrogene hydrologie hygiene hymne hyper hypermarche hypotheque hypothese";
