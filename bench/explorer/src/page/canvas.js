// Canvas 2D with everything in view drawn: what our own way of drawing costs without level of detail.
export function start(stage, corpus) {
  const canvas = stage.appendChild(document.createElement("canvas"));
  canvas.width = stage.clientWidth;
  canvas.height = stage.clientHeight;
  const context = canvas.getContext("2d");
  let drawn = { records: 0, links: 0 };

  const draw = (x, y, scale) => {
    const { width, height } = canvas;
    const [left, top] = [width / 2 - x * scale, height / 2 - y * scale];
    const zoom = scale / corpus.fit;
    const radius = corpus.radius * zoom;
    const isOutside = (px, py) => px < -radius || py < -radius || px > width + radius || py > height + radius;
    drawn = { records: 0, links: 0 };
    context.clearRect(0, 0, width, height);
    context.beginPath();
    for (let at = 0; at < corpus.records; at++) {
      const source = corpus.primary[at];
      if (source < 0) continue;
      const [x1, y1] = [corpus.x[at] * scale + left, corpus.y[at] * scale + top];
      const [x2, y2] = [corpus.x[source] * scale + left, corpus.y[source] * scale + top];
      if (Math.max(x1, x2) < 0 || Math.max(y1, y2) < 0 || Math.min(x1, x2) > width || Math.min(y1, y2) > height) continue;
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      drawn.links++;
    }
    context.strokeStyle = corpus.link;
    context.lineWidth = corpus.width * zoom;
    context.stroke();
    context.beginPath();
    for (let at = 0; at < corpus.records; at++) {
      const [px, py] = [corpus.x[at] * scale + left, corpus.y[at] * scale + top];
      if (isOutside(px, py)) continue;
      context.moveTo(px + radius, py);
      context.arc(px, py, radius, 0, 7);
      drawn.records++;
    }
    context.fillStyle = corpus.record;
    context.fill();
  };
  return { setCamera: (x, y, scale) => requestAnimationFrame(() => draw(x, y, scale)), counts: () => drawn };
}
