// Lists and feeds are computed once, then paged one by one: Eleventy has neither by itself.
const PAGE_SIZE = 20;
const FEED_SIZE = 50;

function listsOf(api) {
  const articles = api.getFilteredByTag("article").reverse();
  const names = api.items[0].data.names;
  const lists = new Map([["tin-tuc", { of: "tin-tuc", title: "Tin tức", items: articles }]]);
  for (const article of articles) {
    const keys = article.data.topics.map((key) => ["chu-de", key]);
    for (const [kind, key] of [...keys, ["co-quan", article.data.agency]]) {
      const of = `${kind}/${key}`;
      if (!lists.has(of)) lists.set(of, { of, title: names[key], items: [] });
      lists.get(of).items.push(article);
    }
  }
  return [...lists.values()];
}

function pagesOf({ of, title, items }) {
  const last = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
  return Array.from({ length: last }, (_, index) => ({
    of, title, last, number: index + 1,
    url: index ? `/${of}/page/${index + 1}/` : `/${of}/`,
    items: items.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
  }));
}

export default function (config) {
  config.addPassthroughCopy("media");
  config.addPassthroughCopy("style.css");
  config.addFilter("day", (date) => date.toISOString().slice(0, 10).split("-").reverse().join("/"));
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("rfc", (date) => date.toUTCString());
  let lists;
  const once = (api) => (lists ??= listsOf(api));
  config.on("eleventy.before", () => { lists = undefined; });
  config.addCollection("lists", (api) => once(api).flatMap(pagesOf));
  config.addCollection("feeds", (api) => once(api).map((list) => ({ ...list, items: list.items.slice(0, FEED_SIZE) })));
  return { dir: { input: ".", output: "_site", includes: "_includes", data: "_data" }, markdownTemplateEngine: false };
}
