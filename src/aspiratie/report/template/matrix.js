"use strict";
const start = (tools, table) => {
  const told = tools.querySelector("output");
  const blocks = [...table.tBodies].filter((body) => "kind" in body.dataset);
  const chosen = (by) => tools.querySelector(`select[data-by="${by}"]`)?.value ?? "";
  const filter = () => {
    const kind = chosen("kind"), place = chosen("place");
    let shown = 0;
    for (const body of blocks) {
      let here = 0;
      for (const row of body.querySelectorAll("tr:not(.group)")) {
        row.hidden = (kind && body.dataset.kind !== kind) || (place && row.dataset.place !== place);
        here += row.hidden ? 0 : 1;
      }
      body.hidden = !here;
      shown += here;
    }
    told.textContent = `${tools.dataset.shown}: ${shown}`;
  };
  const value = (row, column) => {
    const cell = row.cells[column];
    return column ? Number(cell.dataset.value ?? "-Infinity") : cell.textContent;
  };
  const sort = (column, up) => {
    for (const body of blocks) {
      const rows = [...body.querySelectorAll("tr:not(.group)")];
      rows.sort((a, b) => {
        const x = value(a, column), y = value(b, column);
        const order = column ? x - y : x.localeCompare(y, document.documentElement.lang);
        return up ? order : -order;
      });
      body.append(...rows);
    }
  };
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.title = tools.dataset.sort;
    button.addEventListener("click", () => {
      const column = head.cellIndex, was = head.getAttribute("aria-sort");
      const up = was ? was === "descending" : !column;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      sort(column, up);
      told.textContent = `${button.textContent}: ${tools.dataset.sort} ${up ? "↑" : "↓"}`;
    });
  }
  for (const select of tools.querySelectorAll("select")) select.addEventListener("change", filter);
  tools.hidden = false;
};
const matrix = document.querySelector("table.matrix");
if (matrix) start(document.getElementById("kiezen"), matrix);
