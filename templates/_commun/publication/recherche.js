// Cache les lignes qui ne répondent pas à ce qui est cherché ; sans ce script, la page dit tout.
"use strict";
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’'\-\s]+/g, " ").toLowerCase().trim();
  const form = document.querySelector(".recherche");
  const field = document.querySelector("#mots");
  const told = document.querySelector("#trouve");
  const rows = [...document.querySelectorAll("tr[data-ligne]")].map((row) => {
    const cells = [...row.children].slice(0, -1).map((cell) => cell.textContent);
    const names = [...row.querySelectorAll("a")].map((link) => link.textContent);
    const group = row.closest("tbody").querySelector(".groupe").textContent;
    return { row, text: plain([group, ...cells, ...names].join(" ")) };
  });
  const search = () => {
    const words = plain(field.value).split(" ").filter(Boolean);
    let found = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      found += row.hidden ? 0 : 1;
    }
    for (const part of document.querySelectorAll("section:has(tr[data-ligne]), tbody")) {
      part.hidden = !part.querySelector("tr[data-ligne]:not([hidden])");
    }
    told.textContent = words.length === 0 ? "" : found === 0 ? "Aucun document." :
      `${found} document${found > 1 ? "s" : ""} sur ${rows.length}.`;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", search);
})();
