"use strict";
const box = document.getElementById("search");
const input = box.querySelector("input");
const told = box.querySelector("output");
const rows = [...document.querySelectorAll("tbody tr")];
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const texts = rows.map((row) => plain(row.cells[0].textContent));
input.addEventListener("input", () => {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  const fits = texts.map((text) => words.every((word) => text.includes(word)));
  rows.forEach((row, i) => { row.hidden = !fits[i]; });
  for (const part of document.querySelectorAll("section.batch")) {
    part.hidden = !part.querySelector("tbody tr:not([hidden])");
  }
  const found = `${box.dataset.found}: ${fits.filter(Boolean).length}`;
  told.textContent = words.length ? found : "";
});
box.hidden = false;
document.getElementById("hint").hidden = true;
