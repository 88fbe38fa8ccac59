// Parse feeds with feedsmith: one line of JSON for each file, with its format and the identities of its items.
import { readFileSync } from "node:fs";

const [library, ...files] = process.argv.slice(2);
const { parseFeed } = await import(library);
for (const file of files) {
  const { format, feed } = parseFeed(readFileSync(file, "utf8"));
  const items = feed.items ?? feed.entries ?? [];
  console.log(JSON.stringify({ format, ids: items.map((item) => item.guid?.value ?? item.id) }));
}
