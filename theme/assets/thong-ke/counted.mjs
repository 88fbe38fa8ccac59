/* Which items of the open data a number of /thong-ke/PERIOD/ counts: the same rules as site_builder/reports/axes.py.
   `asked.unit` is bai (works, by their own date) or luot (airings, each by its date); topic, directive, agency, kind,
   genre, channel, outlet, column and month narrow it, "_" being what has no place there. */

const OF_WORK = ["topic", "directive", "agency", "genre", "column"];

function rows(...ids) {
  const told = ids.flat().filter(Boolean);
  return told.length ? told : ["_"];
}
const month = (moment, undated) => [undated ? "_" : moment.slice(0, 7)];

const shared = (item) => ({
  topic: rows(item.topics),
  directive: rows(item.directives || []),
  agency: rows(item.agency),
  genre: rows(item.genre),
  column: rows(item.column),
});
const work = (item) => ({
  kind: rows(item.kind),
  month: month(item.date),
  channel: rows(item.airings.map((airing) => airing.channel)),
  outlet: rows(item.airings.map((airing) => airing.outlet)),
});
const aired = (airing) => ({
  kind: rows(airing.kind),
  month: month(airing.date, airing.undated),
  channel: rows(airing.channel),
  outlet: rows(airing.outlet),
});

/* Days are YYYY-MM-DD, both counted; the newest item first. */
export function counted(items, asked, since, until) {
  const inPeriod = (moment) => since <= moment.slice(0, 10) && moment.slice(0, 10) <= until;
  const fits = (places, axes) => axes.every((axis) => !asked[axis] || places[axis].includes(asked[axis]));
  const found = [];
  for (const item of items) {
    if (item.state !== "published" || !fits(shared(item), OF_WORK)) continue;
    const add = (date, places, airing) => {
      if (inPeriod(date) && fits(places, Object.keys(places))) found.push({ item, airing, date });
    };
    if (asked.unit === "luot") item.airings.forEach((airing) => add(airing.date, aired(airing), airing));
    else if (!item.is_sum) add(item.date, work(item));
  }
  const order = (a, b) => (a < b ? 1 : a > b ? -1 : 0);
  return found.sort((a, b) => order(a.date, b.date) || order(a.item.id, b.item.id));
}
