// Cytoscape: as it comes, at its best while the camera is moved by a program, as while a person drags, and by WebGL.
import cytoscape from "cytoscape";

const options = {
  best: { pixelRatio: 1 },
  texture: { pixelRatio: 1, hideEdgesOnViewport: true, textureOnViewport: true },
  webgl: { pixelRatio: 1, renderer: { name: "canvas", webgl: true } },
};

export function start(stage, corpus, variant) {
  const elements = [];
  for (let at = 0; at < corpus.records; at++) {
    elements.push({ group: "nodes", data: { id: `${at}` }, position: { x: corpus.x[at], y: corpus.y[at] } });
  }
  for (let at = 0; at < corpus.records; at++) {
    if (corpus.primary[at] >= 0) elements.push({ group: "edges", data: { source: `${corpus.primary[at]}`, target: `${at}` } });
  }
  const diameter = (2 * corpus.radius) / corpus.fit;
  const edge = { width: corpus.width / corpus.fit, "line-color": corpus.link };
  const cy = cytoscape({
    container: stage,
    elements,
    layout: { name: "preset", fit: false },
    style: [
      { selector: "node", style: { width: diameter, height: diameter, "background-color": corpus.record } },
      { selector: "edge", style: variant ? { ...edge, "curve-style": "haystack" } : edge },
    ],
    minZoom: 1e-9,
    maxZoom: 1e9,
    ...options[variant],
  });
  return {
    setCamera(x, y, scale) {
      // What it takes for a drag: only then are links hidden and a picture of the start moved instead of a new one drawn.
      if (variant === "texture") cy.renderer().data.wheelZooming = true;
      cy.viewport({ zoom: scale, pan: { x: cy.width() / 2 - x * scale, y: cy.height() / 2 - y * scale } });
    },
    counts: () => ({ records: cy.nodes().length, links: cy.edges().length }),
  };
}
