// The values of a chart, one at a time: under the pointer, or by the keys of a
// slider that is there for the keyboard and for screen readers. They are those of
// the chart's own table; the points are those of its line.
function chart(figure) {
  const svg = figure.querySelector("svg");
  const line = figure.querySelector("path.value");
  const heads = all("thead th", figure).map((cell) => cell.textContent);
  const rows = all("tbody tr", figure).filter((row) => /\d/.test(row.cells[1].textContent));
  if (!svg || !line || rows.length < 2) return;
  const numbers = (line.getAttribute("d").match(/-?[\d.]+/g) || []).map(Number);
  if (numbers.length !== 2 * rows.length) return;
  // Notes, in the last column, stand below the chart.
  const last = figure.querySelector(".notes") ? -1 : undefined;
  const told = rows.map((row) => {
    const rest = [...row.cells].slice(2, last).map((cell, i) => cell.textContent && `${heads[i + 2]}: ${cell.textContent}`);
    return [`${row.cells[0].textContent}: ${row.cells[1].textContent}`, ...rest.filter(Boolean)].join(" · ");
  });
  const dot = document.createElementNS(svg.namespaceURI, "circle");
  dot.setAttribute("class", "picked");
  dot.setAttribute("r", 7);
  svg.append(dot);
  const out = make("p", { className: "readout" });
  const slider = make("input", { type: "range", className: "pick", min: 0, max: rows.length - 1, step: 1 });
  const title = svg.querySelector("title");
  slider.setAttribute("aria-label", title ? title.textContent : heads[1]);
  const show = (i) => {
    slider.value = i;
    slider.setAttribute("aria-valuetext", told[i]);
    out.textContent = told[i];
    dot.setAttribute("cx", numbers[2 * i]);
    dot.setAttribute("cy", numbers[2 * i + 1]);
  };
  slider.addEventListener("input", () => show(+slider.value));
  const point = (event) => {
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    let nearest = 0;
    rows.forEach((_, i) => {
      if (Math.abs(numbers[2 * i] - x) < Math.abs(numbers[2 * nearest] - x)) nearest = i;
    });
    show(nearest);
  };
  svg.addEventListener("pointermove", point);
  svg.addEventListener("pointerdown", point);
  show(rows.length - 1);
  svg.after(slider, out);
}

all("figure.chart.line").forEach(chart);
