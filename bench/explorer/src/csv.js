// Reading a corpus as a graph: its records in order of time, each with the places of its sources.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Rows of a file, without the first. A quoted field may hold commas, quotes and line breaks. */
function* rowsOf(file) {
  const text = readFileSync(file, "utf8");
  const fields = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy;
  let [row, isFirst] = [[], true];
  while (fields.lastIndex < text.length) {
    const [, field, end] = fields.exec(text);
    row.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === ",") continue;
    if (!isFirst) yield row;
    [row, isFirst] = [[], false];
  }
}

/** `{times, sources}` in order of time, in which every corpus has its sources before their remixes. */
export function graphOf(folder) {
  const works = [...rowsOf(join(folder, "works.csv"))].map(([id, , , created]) => ({ id, time: Date.parse(created) / 1000, sources: [] }));
  works.sort((one, other) => one.time - other.time);
  const places = new Map(works.map(({ id }, place) => [id, place]));
  for (const [remix, source] of rowsOf(join(folder, "remixes.csv"))) works[places.get(remix)].sources.push(places.get(source));
  return { times: works.map(({ time }) => time), sources: works.map(({ sources }) => sources) };
}

/** Some of a graph's records, without links to others. */
export function part({ times, sources }, records) {
  const places = new Map(records.map((record, place) => [record, place]));
  return {
    times: records.map((record) => times[record]),
    sources: records.map((record) => sources[record].filter((source) => places.has(source)).map((source) => places.get(source))),
  };
}

/** The records of the largest component, in order. */
export function largest({ sources }) {
  const group = sources.map((_, record) => record);
  const find = (record) => {
    while (group[record] !== record) record = group[record] = group[group[record]];
    return record;
  };
  sources.forEach((list, record) => list.forEach((source) => (group[find(source)] = find(record))));
  const members = new Map();
  sources.forEach((_, record) => members.set(find(record), [...(members.get(find(record)) ?? []), record]));
  return [...members.values()].reduce((one, other) => (other.length > one.length ? other : one));
}
