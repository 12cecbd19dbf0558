// What sigma 3 and sigma 4 have in common: the graph, and a camera told in units of the map.
import Graph from "graphology";

/** Records and primary links; up is up in sigma, so the map is turned over. */
export function graphOf(corpus) {
  const graph = new Graph();
  for (let at = 0; at < corpus.records; at++) {
    graph.addNode(at, { x: corpus.x[at], y: -corpus.y[at], size: corpus.radius, color: corpus.record, label: `Record ${at}` });
  }
  for (let at = 0; at < corpus.records; at++) {
    if (corpus.primary[at] >= 0) graph.addEdge(corpus.primary[at], at, { size: corpus.width, color: corpus.link });
  }
  return graph;
}

/** Sizes grow with the map, as in every other program here. */
export const sizes = { zoomToSizeRatioFunction: (ratio) => ratio };

export function control(sigma, graph) {
  const camera = sigma.getCamera();
  const still = { cameraState: { x: 0.5, y: 0.5, ratio: 1, angle: 0 } };
  const [zero, one] = [sigma.graphToViewport({ x: 0, y: 0 }, still), sigma.graphToViewport({ x: 1, y: 0 }, still)];
  return {
    setCamera(x, y, scale) {
      const middle = sigma.viewportToFramedGraph(sigma.graphToViewport({ x, y: -y }));
      camera.setState({ x: middle.x, y: middle.y, ratio: (one.x - zero.x) / scale });
    },
    counts: () => ({ records: graph.order, links: graph.size, labels: sigma.getNodeDisplayedLabels().size }),
  };
}
