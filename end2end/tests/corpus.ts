// Records by the dozen: small corpora, written and imported by the test that needs them.
import { type APIRequestContext, expect } from "@playwright/test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { understory, unique } from "./fixtures";

export interface Work {
  id: string;
  title?: string;
  author?: string;
  /** Minutes after the beginning of 2026. */
  minute?: number;
  medium?: "text" | "image" | "audio" | "video" | "code";
  license?: string;
  tags?: string[];
  url?: string;
}

/** A remix and its source. */
export type Link = [remix: string, source: string];

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Imports works and links under a name of their own, which is answered. Authors' names begin with that name. */
export function importCorpus(project: string, works: Work[], links: Link[] = []): string {
  const name = unique("corpus");
  importAs((args) => understory(project, args), name, works, links);
  return name;
}

/** Imports works and links under a name, by whatever runs the command line. */
export function importAs(run: (args: string[]) => unknown, name: string, works: Work[], links: Link[]) {
  const folder = mkdtempSync(join(tmpdir(), "understory-corpus-"));
  const rows = works.map((work, index) => {
    const at = new Date(Date.UTC(2026, 0, 1, 0, work.minute ?? index));
    const { id, title = `Work ${id}`, author = "somebody", medium = "text", license = "CC-BY-4.0", tags = [], url = "" } = work;
    const time = at.toISOString().replace(".000", "");
    return [id, title, `${name} ${author}`, time, medium, license, tags.join(";"), url].map(cell).join(",");
  });
  writeFileSync(join(folder, "works.csv"), `id,title,author,created_at,media,license,tags,url\n${rows.join("\n")}\n`);
  writeFileSync(join(folder, "remixes.csv"), `remix_id,source_id\n${links.map((link) => link.join(",")).join("\n")}\n`);
  try {
    run(["import", folder, "--as", name]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The id of a work of a corpus. */
export async function idOf(request: APIRequestContext, corpus: string, work: string): Promise<number> {
  const answer = await request.get(`/api/v1/records?external_id=${corpus}/${work}`);
  expect(answer.status()).toBe(200);
  const found = (await answer.json()) as { records: { id: number }[] };
  expect(found.records, `${corpus}/${work}`).toHaveLength(1);
  return found.records[0]!.id;
}
