// What the explorer's journeys share: a server with the world on it, and hands on the picture.
import { expect, type Locator, type Page } from "@playwright/test";
import { importAs, type Link, type Work } from "../corpus";
import { awake, newMember, test as base } from "../fixtures";
import { type Own, startOwn } from "./own";
import { links, title, works } from "./world";

/** Steps of the layout to a unit of the map. */
const UNIT = 64;

export interface Camera {
  x: number;
  y: number;
  scale: number;
}

export interface Detail {
  id: number;
  index: number;
  title: string;
  at: [number, number];
  kind: string;
  descendant_count: number;
  ancestor_count: number;
}

type Hooked = Element & { explorer: { setCamera: (x: number, y: number, scale: number) => void; counts: () => Record<string, number>; wedges: () => string } };

/** An explorer in a page. */
export class Explorer {
  readonly stage: Locator;
  readonly card: Locator;
  readonly selection: Locator;
  readonly notices: Locator;
  /** What is told to those who do not see it. */
  readonly live: Locator;
  readonly list: Locator;
  /** The button that shows the whole picture. */
  readonly fit: Locator;

  constructor(readonly page: Page) {
    this.stage = page.locator(".explorer-stage");
    this.card = page.locator(".explorer-card");
    this.selection = page.locator(".explorer-selection");
    this.notices = page.locator(".explorer-notices");
    this.live = page.locator("[data-live]");
    this.list = page.getByRole("treegrid");
    this.fit = page.locator(".explorer-tools [data-act='fit']");
  }

  async open(path = "/map") {
    await this.page.goto(path);
    await this.alive();
  }

  /** Waits until the canvas shows the picture. */
  async alive() {
    await awake(this.page);
    await expect.poll(() => this.counts(), "the canvas drew").toMatchObject({ shown: 1, waiting: 0 });
  }

  /** What is written beside folded branches. */
  wedges(): Promise<string> {
    return this.page.evaluate(() => (document.querySelector("[data-explorer]") as Hooked | null)?.explorer?.wedges() ?? "");
  }

  counts(): Promise<Record<string, number>> {
    return this.page.evaluate(() => (document.querySelector("[data-explorer]") as Hooked | null)?.explorer?.counts() ?? {});
  }

  async camera(): Promise<Camera> {
    const { x, y, scale } = await this.counts();
    return { x: x!, y: y!, scale: scale! };
  }

  /** The camera, once it no longer moves, what it sees is there, and what was due is drawn. */
  async still(): Promise<Camera> {
    let last = "";
    await expect
      .poll(async () => {
        await this.frame();
        const { x, y, scale, waiting, moving } = await this.counts();
        const now = JSON.stringify([x, y, scale]);
        const rests = now === last && waiting === 0 && moving === 0;
        last = now;
        return rests;
      }, { intervals: [50, 80], message: "the camera rests" })
      .toBe(true);
    return this.camera();
  }

  /** Waits until a frame was drawn that was asked for before: the engine asks for its own as soon as one is due. */
  private frame() {
    return this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
  }

  /** Clicks twice, as soon after one another as a hand does, however busy the machine is. */
  async doubleClick({ x, y }: { x: number; y: number }) {
    const session = await this.page.context().newCDPSession(this.page);
    await this.page.mouse.move(x, y);
    const now = Date.now() / 1000;
    const mouse = (type: "mousePressed" | "mouseReleased", clickCount: number, after: number) =>
      session.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount, timestamp: now + after });
    await Promise.all([mouse("mousePressed", 1, 0), mouse("mouseReleased", 1, 0.03), mouse("mousePressed", 2, 0.1), mouse("mouseReleased", 2, 0.13)]);
    await session.detach();
  }

  async setCamera(x: number, y: number, scale: number) {
    await this.page.evaluate(([x, y, scale]) => (document.querySelector("[data-explorer]") as Hooked).explorer.setCamera(x!, y!, scale!), [x, y, scale]);
    await this.still();
  }

  epoch(): Promise<string> {
    return this.page.evaluate(() => (JSON.parse(document.querySelector<HTMLElement>("[data-explorer]")!.dataset["info"]!) as { epoch: string }).epoch);
  }

  /** What the API tells of a record. */
  async detail(id: number): Promise<Detail> {
    const answer = await this.page.request.get(`/api/v1/map/${await this.epoch()}/find?record=${id}`);
    expect(answer.status()).toBe(200);
    return (await answer.json()) as Detail;
  }

  /** Where a record is on the page, by the camera as it rests. */
  async pixel(id: number): Promise<{ x: number; y: number }> {
    const camera = await this.still();
    const [x, y] = (await this.detail(id)).at;
    const box = (await this.stage.boundingBox())!;
    return { x: box.x + box.width / 2 + (x / UNIT - camera.x) * camera.scale, y: box.y + box.height / 2 + (y / UNIT - camera.y) * camera.scale };
  }

  /** A point of the stage that nothing floats over, as far as fractions of its size tell. */
  async point(across = 0.5, down = 0.5): Promise<{ x: number; y: number }> {
    const box = (await this.stage.boundingBox())!;
    return { x: box.x + box.width * across, y: box.y + box.height * down };
  }

  /** Moves near a record without picking it. */
  async near(id: number, scale = 22) {
    const [x, y] = (await this.detail(id)).at;
    await this.setCamera(x / UNIT, y / UNIT, scale);
  }

  /** Types a title into the field, and takes what it found first. */
  async jump(title: string) {
    await this.page.getByRole("combobox", { name: "Jump to a record or member" }).fill(title);
    await expect(this.page.getByRole("listbox", { name: "Found on the map" }).getByRole("option").first()).toContainText(title);
    await this.page.keyboard.press("Enter");
    await expect(this.card.getByRole("heading", { level: 2 })).toHaveText(title);
    await this.still();
  }

  tool(name: string): Locator {
    return this.page.getByRole("toolbar", { name: "Picture" }).getByRole("button", { name, exact: true });
  }

  /** The part of the address behind `#`. */
  hash(): URLSearchParams {
    return new URLSearchParams(new URL(this.page.url()).hash.slice(1));
  }

  row(title: string): Locator {
    return this.list.getByRole("row").filter({ has: this.page.getByRole("link", { name: title, exact: true }) });
  }
}

export interface World {
  own: Own;
  /** The id that the server gave to a work. */
  id: (work: string) => number;
}

/** Fetches which ids the works of a server have, by their titles. */
export async function idsOf(url: string): Promise<(work: string) => number> {
  const { epoch } = (await (await fetch(`${url}/api/v1/map`)).json()) as { epoch: string };
  const csv = await (await fetch(`${url}/api/v1/map/${epoch}/export.csv`)).text();
  const ids = new Map(rows(csv).map((row) => [row[1]!, Number(row[0])]));
  return (work) => {
    const id = ids.get(title(work));
    expect(id, work).toBeDefined();
    return id!;
  };
}

/** The rows of a CSV file, without its head. */
export function rows(csv: string): string[][] {
  const cells = [...csv.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/g)];
  const all: string[][] = [[]];
  for (const [whole, cell, end] of cells) {
    if (whole === "") continue;
    all.at(-1)!.push(cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!);
    if (end !== ",") all.push([]);
  }
  return all.slice(1).filter((row) => row.length > 0);
}

interface Fixtures {
  explorer: Explorer;
}

/** What a server of a journey's own begins with. */
export interface Corpus {
  works: Work[];
  links: Link[];
}

/** Pages come from a server that has the world and nothing else; journeys leave it as it is. */
export const test = base.extend<Fixtures, { world: World }>({
  world: [
    async ({}, use) => {
      const own = await startOwn((run) => importAs(run, "world", works, links));
      try {
        await use({ own, id: await idsOf(own.url) });
      } finally {
        await own.end();
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ world }, use) => use(world.own.url),
  explorer: async ({ page }, use) => use(new Explorer(page)),
});

/** Pages come from a server of the journey's own, with the corpus that `test.use` names. */
export const fresh = base.extend<Fixtures & { corpus: Corpus; own: Own }>({
  corpus: [{ works: [], links: [] }, { option: true }],
  own: async ({ corpus }, use) => {
    const own = await startOwn((run) => {
      if (corpus.works.length > 0) importAs(run, "own", corpus.works, corpus.links);
    });
    try {
      await use(own);
    } finally {
      await own.end();
    }
  },
  baseURL: async ({ own }, use) => use(own.url),
  makeMember: async ({ own }, use) => use((role = "member") => newMember(own.run, role)),
  explorer: async ({ page }, use) => use(new Explorer(page)),
});
