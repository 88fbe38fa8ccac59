/* The address of an answer, which can be kept and sent on: q, het=1 (all articles), sap=ngay (by date), dung=1
   (the very letters typed), filters. */
import { FACETS } from "./facets.mjs";

/* What an address asks. */
export function askedBy(search) {
  const given = new URLSearchParams(search);
  const filters = Object.fromEntries(Object.keys(FACETS).map((name) => [name, given.get(name) || ""]));
  return { query: (given.get("q") || "").trim(), all: given.get("het") === "1", byDate: given.get("sap") === "ngay", filters, ...(given.get("dung") === "1" && { typed: true }) };
}

/* The address that asks what the entries of a form say. */
export function addressOf(entries, all) {
  const given = new URLSearchParams();
  for (const [name, value] of entries) if (value.trim()) given.set(name, value.trim());
  if (all) given.set("het", "1");
  return "?" + given;
}
