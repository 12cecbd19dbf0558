// A page for each of the other programs, served from here.
import { build } from "esbuild";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folder, height, width } from "./settings.js";

const html = `<!doctype html><meta charset="utf-8"><title>Peer</title>
<style>html,body{margin:0;background:#fff}#stage{position:relative;width:${width}px;height:${height}px}#stage>canvas{width:100%;height:100%}</style>
<div id="stage"></div><script type="module" src="/script/start.js"></script>`;

/** Serves the pages for one corpus; `url(subject)` is where a program draws it. */
export async function serve(places, fit) {
  const scripts = folder("peers");
  await build({
    entryPoints: [join(import.meta.dirname, "page/start.js")],
    outdir: scripts,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  const bytes = Buffer.concat([places.x, places.y, places.primary].map((list) => Buffer.from(list.buffer)));
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const send = (type, body) => response.writeHead(200, { "content-type": type }).end(body);
    if (path === "/") send("text/html", html);
    else if (path === "/places") send("application/octet-stream", bytes);
    else if (/^\/script\/[\w.-]+\.js$/.test(path)) send("text/javascript", readFileSync(join(scripts, path.slice(8))));
    else response.writeHead(404).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = (subject) => {
    const [program, variant] = subject.split(" ");
    const radius = Math.min(3, Math.max(1, 0.3 * fit));
    const parameters = { program, records: places.records, radius, width: radius / 2.5, fit, ...(variant && { variant }) };
    return `http://127.0.0.1:${server.address().port}/?${new URLSearchParams(parameters)}`;
  };
  return { url, close: () => server.close() };
}
