// sigma 3: as it comes, or with its fastest programs and without labels.
import Sigma from "sigma-3";
import { EdgeLineProgram, NodePointProgram } from "sigma-3/rendering";
import { control, graphOf, sizes } from "./sigma.js";

const fastest = {
  defaultNodeType: "point",
  defaultEdgeType: "line",
  nodeProgramClasses: { point: NodePointProgram },
  edgeProgramClasses: { line: EdgeLineProgram },
  renderLabels: false,
};

export function start(stage, corpus, best) {
  const graph = graphOf(corpus);
  return control(new Sigma(graph, stage, { ...sizes, ...(best ? fastest : {}) }), graph);
}
