// Cache les lignes qui ne répondent pas à ce qui est cherché ; sans ce script, la page dit tout.
"use strict";
(() => {
  const saints = { st: "saint", ste: "sainte", sts: "saints", stes: "saintes" };
  const words = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/œ/g, "oe")
    .split(/[^a-z0-9]+/).filter(Boolean).map((word) => saints[word] || word);
  const said = (place) => [...place.children].filter((one) => one.matches("h2, h3, .etat")).map((one) => one.textContent);
  const main = document.querySelector("main");
  const form = document.querySelector(".recherche");
  const field = document.querySelector("#mots");
  const told = document.querySelector("#trouve");
  const rows = [...document.querySelectorAll("li[data-ligne]")].map((row) => {
    const group = row.closest(".groupe");
    const part = group.parentElement;
    const name = row.querySelector("a").getAttribute("href").split("/").pop();
    const text = [...said(part), ...said(group), group.dataset.mots || "", row.textContent, name].join(" ");
    return { places: [row, group, part], text: words(text).join(" ") };
  });
  const search = () => {
    // Un mot se cherche aussi sans la marque de son pluriel.
    const asked = words(field.value).map((word) => word.replace(/(...)[sx]$/, "$1"));
    const found = rows.filter(({ text }) => asked.every((word) => text.includes(word)));
    const shown = new Set(found.flatMap(({ places }) => places));
    for (const place of new Set(rows.flatMap(({ places }) => places))) place.hidden = !shown.has(place);
    main.classList.toggle("cherche", asked.length > 0);
    told.textContent = asked.length === 0 ? "" : found.length === 0 ?
      "Aucun document. Essayez un seul mot, ou seulement le début du nom." :
      `${found.length} document${found.length > 1 ? "s" : ""} sur ${rows.length}.`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", search);
  // Un lien de la page mène à ce que la recherche peut cacher : elle s’efface.
  for (const link of document.querySelectorAll("nav a")) {
    link.addEventListener("click", () => { field.value = ""; search(); });
  }
  form.hidden = false;
})();
