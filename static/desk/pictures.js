// Draws every <figure data-picture> from the JSON beside it, in the page's own colours.
(() => {
  const charts = new Map();

  // Colours may be written as light-dark(); a probe resolves them for the canvas.
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const colour = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };

  const look = () => {
    const ink = colour("ink"), soft = colour("ink-soft"), line = colour("line"), surface = colour("surface");
    const axis = {
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: { color: soft },
      splitLine: { lineStyle: { color: line } },
      splitArea: { areaStyle: { color: ["transparent"] } },
    };
    return {
      color: ["petrol", "brass", "slate", "green", "red", "petrol-deep"].map(colour),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      legend: { textStyle: { color: soft }, itemWidth: 12, itemHeight: 12 },
      tooltip: { backgroundColor: surface, borderColor: line, textStyle: { color: ink } },
      categoryAxis: axis,
      valueAxis: axis,
      timeAxis: axis,
      sankey: { label: { color: ink }, itemStyle: { borderWidth: 0 } },
      tree: { label: { color: ink }, lineStyle: { color: line } },
      heatmap: { itemStyle: { borderColor: surface, borderWidth: 2 } },
      visualMap: { textStyle: { color: soft }, inRange: { color: [colour("petrol-wash"), colour("petrol")] } },
    };
  };

  const paper = matchMedia("print");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const draw = (figure) => {
    const option = JSON.parse(document.getElementById(figure.dataset.picture).textContent);
    charts.get(figure)?.dispose();
    const chart = echarts.init(figure.querySelector(".picture-canvas"), look(), { renderer: "canvas" });
    const grid = { left: 8, right: 16, top: 24, bottom: 36, containLabel: true };
    chart.setOption({ grid, animation: !still && !paper.matches, ...option, tooltip: { ...option.tooltip, renderMode: "richText", confine: true } });
    charts.set(figure, chart);
  };

  const all = () => document.querySelectorAll("[data-picture]").forEach(draw);
  all();
  document.addEventListener("theme", all);
  paper.addEventListener("change", all); // paper is white, whatever the screen was
  document.addEventListener("htmx:afterSettle", all);
  const sizes = new ResizeObserver(() => charts.forEach((chart) => chart.resize()));
  document.querySelectorAll(".picture-canvas").forEach((canvas) => sizes.observe(canvas));
})();
