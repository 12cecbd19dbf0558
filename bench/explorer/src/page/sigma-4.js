// sigma 4: as it comes, or without smoothed edges and labels.
import Sigma from "sigma";
import { control, graphOf, sizes } from "./sigma.js";

const fastest = { antialiasNodes: false, antialiasEdges: false, renderLabels: false };

export function start(stage, corpus, best) {
  const graph = graphOf(corpus);
  const settings = { ...sizes, itemSizesReference: "screen", ...(best && fastest) };
  return control(new Sigma(graph, stage, { settings }), graph);
}
