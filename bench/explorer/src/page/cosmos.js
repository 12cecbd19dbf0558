// cosmos.gl without its simulation: as it comes, or without blending and hovering.
import { Graph } from "@cosmos.gl/graph";
import { zoomIdentity } from "d3-zoom";

const SPACE = 4096;
// Without blending a faded link is not seen at all, so none fades.
const fastest = { pixelRatio: 1, linkBlending: false, linkVisibilityMinTransparency: 1, renderHoveredPointRing: false };

export async function start(stage, corpus, best) {
  const { x, y, primary, records, fit } = corpus;
  const least = (list) => list.reduce((one, other) => Math.min(one, other), Infinity);
  const most = (list) => list.reduce((one, other) => Math.max(one, other), -Infinity);
  const [left, bottom] = [least(x), most(y)];
  // Its points live in a square of fixed size, with up as up.
  const factor = SPACE / Math.max(most(x) - left, bottom - least(y), 1);
  const place = (px, py) => [(px - left) * factor, (bottom - py) * factor];
  const points = new Float32Array(records * 2);
  const links = [];
  for (let at = 0; at < records; at++) {
    points.set(place(x[at], y[at]), at * 2);
    if (primary[at] >= 0) links.push(primary[at], at);
  }
  const graph = new Graph(stage, {
    enableSimulation: false,
    fitViewOnInit: false,
    rescalePositions: false,
    transitionDuration: 0,
    spaceSize: SPACE,
    backgroundColor: "#ffffff",
    pointDefaultColor: corpus.record,
    linkDefaultColor: corpus.link,
    scalePointsOnZoom: true,
    scaleLinksOnZoom: true,
    // Sizes are told where a step of its space takes a pixel.
    pointDefaultSize: (2 * corpus.radius * factor) / fit,
    linkDefaultWidth: (corpus.width * factor) / fit,
    ...(best ? fastest : {}),
  });
  graph.setPointPositions(points, true);
  graph.setLinks(new Float32Array(links));
  graph.render();
  await graph.ready;
  const setCamera = (px, py, scale) => {
    const [sx, sy] = place(px, py);
    const zoom = scale / factor;
    const [vx, vy] = [graph.store.scaleX(sx) * zoom, graph.store.scaleY(sy) * zoom];
    const transform = zoomIdentity.translate(stage.clientWidth / 2 - vx, stage.clientHeight / 2 - vy).scale(zoom);
    graph.canvasD3Selection.call(graph.zoomInstance.behavior.transform, transform);
  };
  return { setCamera, counts: () => ({ records, links: links.length / 2 }) };
}
