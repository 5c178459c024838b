// Starts Swagger UI on our own document, and says its few words in French.
"use strict";

const WORDS = {
  "Try it out": "Essayer", "Cancel": "Annuler", "Execute": "Envoyer", "Clear": "Effacer", "Reset": "Rétablir",
  "Parameters": "Paramètres", "No parameters": "Aucun paramètre", "Name": "Nom", "Description": "Description",
  "Request body": "Corps de la requête", "Responses": "Réponses", "Response body": "Corps de la réponse",
  "Response headers": "En-têtes de la réponse", "Server response": "Réponse du service", "Code": "Code", "Details": "Détails",
  "Links": "Liens", "No links": "Aucun", "Media type": "Format", "Example Value": "Exemple", "Schema": "Schéma",
  "Schemas": "Schémas", "Examples:": "Exemples :", "Examples": "Exemples", "Example Description": "Exemple",
  "Download file": "Télécharger le fichier", "Download": "Télécharger", "Request URL": "Adresse demandée",
  "Request duration": "Durée de la requête", "Loading...": "Attente…", "Edit Value": "Modifier",
  "Controls ": "Commande l’en-tête ", " header.": ".", "Send empty value": "Envoyer une valeur vide",
  "Available values": "Valeurs possibles", "Headers:": "En-têtes :", "Type": "Type", "Expand all": "Tout déplier", "Collapse all": "Tout replier", "Array of": "Liste de",
};

// React keeps its own copy of each text: replacing the words of a node does not disturb it.
function translate(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    if (node.nodeType !== Node.TEXT_NODE || node.parentElement?.closest("pre, textarea, code, option")) continue;
    const word = WORDS[node.nodeValue] ?? WORDS[node.nodeValue.trim()];
    if (word !== undefined && node.nodeValue !== word) node.nodeValue = word;
  }
}

const page = document.getElementById("swagger-ui");
new MutationObserver((changes) => {
  for (const change of changes) {
    if (change.type === "characterData") translate(change.target.parentNode ?? page);
    for (const node of change.addedNodes) translate(node);
  }
}).observe(page, { childList: true, subtree: true, characterData: true });

window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  domNode: page,
  deepLinking: true,
  validatorUrl: null,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  presets: [SwaggerUIBundle.presets.apis],
});
