// Runs in the page: moves the camera along a path, frame by frame. It is sent there as text, so it leans on nothing.

/** Before the page's own scripts: remembers every WebGL context, so that frames can be waited for. */
export function watchContexts() {
  globalThis.benchContexts = [];
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const context = original.call(this, kind, ...rest);
    if (context && /webgl/.test(kind) && !globalThis.benchContexts.includes(context)) globalThis.benchContexts.push(context);
    return context;
  };
}

/**
 * Goes once through `path`, a list of [x, y, scale]; answers the wall time of each frame in ms. Ends early, with
 * `finished` false, when `limit` ms have passed.
 */
export async function drive({ path, limit }) {
  const explorer = globalThis.bench ?? document.querySelector("[data-explorer]").explorer;
  const pixel = new Uint8Array(4);
  const { port1, port2 } = new MessageChannel();
  const frame = ([x, y, scale]) =>
    new Promise((done) => {
      explorer.setCamera(x, y, scale);
      requestAnimationFrame(() => {
        for (const gl of globalThis.benchContexts) gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        port1.onmessage = done;
        port2.postMessage(0);
      });
    });
  const begun = performance.now();
  const times = [];
  for (const camera of path) {
    const from = performance.now();
    await frame(camera);
    times.push(performance.now() - from);
    if (performance.now() - begun > limit) break;
  }
  return { times, finished: times.length === path.length, counts: explorer.counts() };
}
