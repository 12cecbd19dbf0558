// Wire: every tile of a corpus, from the coarsest down, as it comes with and without brotli.
import { request } from "node:http";
import { ready } from "./corpora.js";
import { product } from "./product.js";
import { note } from "./results.js";

export async function wire({ corpora, isChosen }) {
  for (const corpus of isChosen ? corpora : ["commits", "generated-1m"]) {
    const map = await product(corpus, await ready(corpus));
    try {
      const { tiles, records, plain, brotli } = await everyTile(map);
      const tell = (figure, value, unit) => note({ part: "wire", corpus, subject: "ours", figure, value, unit });
      tell("tiles", tiles);
      tell("records", records);
      tell("records by the server's word", map.info.records);
      tell("bytes a record", plain / records, "bytes");
      tell("bytes a record with brotli", brotli / records, "bytes");
    } finally {
      map.close();
    }
  }
}

/** Bytes of all bodies, and how many records their heads say. */
async function everyTile({ url, info }) {
  const sum = { tiles: 0, records: 0, plain: 0, brotli: 0 };
  let level = [[0, 0]];
  for (let depth = 0; level.length; depth++) {
    const next = [];
    for (let at = 0; at < level.length; at += 32) {
      const some = level.slice(at, at + 32);
      const read = await Promise.all(some.map(([x, y]) => tile(`${url}/api/v1/map/${info.epoch}/tiles/${depth}/${x}/${y}`)));
      read.forEach(({ plain, brotli }, nth) => {
        const [x, y] = some[nth];
        sum.tiles++;
        sum.plain += plain.length;
        sum.brotli += brotli;
        sum.records += count(plain);
        for (let child = 0; child < 4; child++) {
          if (plain[1] & (1 << child)) next.push([2 * x + (child & 1), 2 * y + (child >> 1)]);
        }
      });
    }
    level = next;
  }
  return sum;
}

/** A tile's count of records, which stands in groups of seven bits, the lowest first, behind version and children. */
function count(bytes) {
  let [value, shift, at] = [0, 0, 2];
  do {
    value += (bytes[at] & 127) * 2 ** shift;
    shift += 7;
  } while (bytes[at++] & 128);
  return value;
}

async function tile(url) {
  const [plain, brotli] = await Promise.all([get(url, "identity"), get(url, "br")]);
  return { plain, brotli: brotli.length };
}

/** A body as it comes over the wire; fetch would unpack it. */
function get(url, encoding) {
  return new Promise((done, fail) => {
    const sent = request(url, { headers: { "accept-encoding": encoding } }, (answer) => {
      if (answer.statusCode !== 200) fail(new Error(`${url}: ${answer.statusCode}`));
      const parts = [];
      answer.on("data", (part) => parts.push(part)).on("end", () => done(Buffer.concat(parts))).on("error", fail);
    });
    sent.on("error", fail).end();
  });
}
