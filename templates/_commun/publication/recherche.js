// Cache les lignes qui ne répondent pas à ce qui est cherché ; sans ce script, la page dit tout.
"use strict";
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’'\-\s]+/g, " ").toLowerCase().trim();
  const form = document.querySelector(".recherche");
  const field = document.querySelector("#mots");
  const told = document.querySelector("#trouve");
  const rows = [...document.querySelectorAll("li[data-ligne]")].map((row) => {
    const group = row.closest(".groupe").querySelector("h3").textContent;
    return { row, text: plain(`${group} ${row.textContent}`) };
  });
  const search = () => {
    const words = plain(field.value).split(" ").filter(Boolean);
    let found = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      found += row.hidden ? 0 : 1;
    }
    for (const part of document.querySelectorAll("section:has(li[data-ligne])")) {
      part.hidden = !part.querySelector("li[data-ligne]:not([hidden])");
    }
    told.textContent = words.length === 0 ? "" : found === 0 ? "Aucun document." :
      `${found} document${found > 1 ? "s" : ""} sur ${rows.length}.`;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", search);
})();
