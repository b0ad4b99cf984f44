// The values of a chart, one at a time: under the pointer, or by the keys of a
// slider that is there for the keyboard and for screen readers. They are those of
// the chart's own table; the points are those of its line or of its bars.
function chart(figure) {
  const plot = figure.querySelector(".plot");
  const line = figure.querySelector("path.value, path.bars");
  const heads = all("thead th", figure).map((cell) => cell.textContent);
  const rows = all("tbody tr", figure).filter((row) => /\d/.test(row.cells[1]?.textContent));
  if (!plot || !line || rows.length < 2) return;
  const points = places(line.getAttribute("d"));
  if (points.length !== rows.length) return;
  // Notes, in the last column, stand in the chart or below it.
  const last = figure.querySelector(".notes, .said") ? heads.length - 1 : heads.length;
  const values = rows.map((row) => `${row.cells[0].textContent}: ${row.cells[1].textContent}`);
  const told = rows.map((row, n) => {
    const rest = [...row.cells].slice(2, last).map((cell, i) => cell.textContent && `${heads[i + 2]}: ${cell.textContent}`);
    return [values[n], ...rest.filter(Boolean)].join(" · ");
  });
  const svg = (name, attributes, parent) => {
    const node = document.createElementNS(plot.namespaceURI, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    parent.append(node);
    return node;
  };
  const picked = svg("g", { class: "picked" }, plot);
  const paths = svg("svg", { viewBox: "0 0 1000 1000", preserveAspectRatio: "none" }, picked);
  const hair = svg("path", {}, paths);
  const dot = svg("path", {}, paths);
  const label = svg("text", {}, picked);
  const out = make("p", { className: "readout" });
  const slider = make("input", { type: "range", className: "pick", min: 0, max: rows.length - 1, step: 1, value: rows.length - 1 });
  slider.setAttribute("aria-label", figure.querySelector("caption").textContent);
  slider.setAttribute("aria-valuetext", told[rows.length - 1]);
  const show = (i) => {
    const [x, y] = points[i];
    slider.value = i;
    slider.setAttribute("aria-valuetext", told[i]);
    out.textContent = told[i];
    hair.setAttribute("d", `M${x} 0V1000`);
    dot.setAttribute("d", `M${x} ${y}h0`);
    label.textContent = values[i];
    label.setAttribute("x", `${x / 10}%`);
    label.setAttribute("y", `${Math.max(y / 10 - 8, 3)}%`);
    // Beside the hairline, on the side where there is more room.
    label.setAttribute("text-anchor", x > 500 ? "end" : "start");
    label.setAttribute("dx", x > 500 ? -8 : 8);
  };
  slider.addEventListener("input", () => show(+slider.value));
  slider.addEventListener("focus", () => show(+slider.value));
  const point = (event) => {
    const box = plot.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 1000;
    let nearest = 0;
    points.forEach(([at], i) => {
      if (Math.abs(at - x) < Math.abs(points[nearest][0] - x)) nearest = i;
    });
    show(nearest);
  };
  const picture = plot.parentNode;
  picture.addEventListener("pointermove", point);
  picture.addEventListener("pointerdown", point);
  picture.after(slider);
  figure.querySelector("details").before(out);
}

// places are where the points of a path are: it goes to a place (M), from there on by steps
// (l), or up from zero to where a bar ends (V).
function places(path) {
  const at = [];
  for (const [, command, text] of path.matchAll(/([MlV])([^A-Za-z]*)/g)) {
    const numbers = text.match(/-?[\d.]+/g).map(Number);
    if (command === "V") at[at.length - 1][1] = numbers[0];
    else if (command === "M") at.push(numbers);
    else {
      for (let i = 0; i < numbers.length; i += 2) {
        const [x, y] = at[at.length - 1];
        at.push([x + numbers[i], y + numbers[i + 1]]);
      }
    }
  }
  return at;
}

all("figure.chart.line").forEach(chart);
