/* Lists exactly the items behind a number of /thong-ke/PERIOD/, from the open data of its months.
   ?unit=bai (works, by their own date) or luot (airings, each by its date); &topic= &directive= &agency= &kind=
   &genre= &channel= &outlet= &column= &month=2019-08 narrow it, "_" being what has no place there; &since= &until=
   &months= ask for other days. The same rules as site_builder/reports/axes.py. */
"use strict";
(() => {
  const NAMES = { topic: "topics", directive: "directives", agency: "agencies", kind: "kinds", genre: "genres", channel: "channels", outlet: "outlets", column: "columns" };
  const OF_WORK = ["topic", "directive", "agency", "genre", "column"];
  const rows = (...ids) => { const told = ids.flat().filter(Boolean); return told.length ? told : ["_"]; };
  const month = (moment, undated) => [undated ? "_" : moment.slice(0, 7)];

  const shared = (item) => ({ topic: rows(item.topics), directive: rows(item.directives || []), agency: rows(item.agency), genre: rows(item.genre), column: rows(item.column) });
  const work = (item) => ({
    kind: rows(item.kind), month: month(item.date),
    channel: rows(item.airings.map((airing) => airing.channel)), outlet: rows(item.airings.map((airing) => airing.outlet)),
  });
  const aired = (airing) => ({ kind: rows(airing.kind), month: month(airing.date, airing.undated), channel: rows(airing.channel), outlet: rows(airing.outlet) });

  function counted(items, asked, since, until) {
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

  if (typeof document === "undefined") {
    module.exports = { counted };
    return;
  }

  const box = document.getElementById("thong-ke-danh-sach");
  if (!box) return;
  const status = box.querySelector("[role=status]");
  const asked = Object.fromEntries(new URLSearchParams(location.search));
  const day = (moment) => moment.slice(0, 10).split("-").reverse().join("/");
  const other = /^[\d-]{10}$/.test(asked.since) && /^[\d-]{10}$/.test(asked.until);
  const since = other ? asked.since : box.dataset.since;
  const until = other ? asked.until : box.dataset.until;
  const months = (other ? asked.months || "" : box.dataset.months).split(" ").filter((name) => /^\d{4}-\d\d$/.test(name));

  function title(item) {
    const inside = item.url.startsWith("/");
    const link = document.createElement(inside || /^https?:/.test(item.url) ? "a" : "span");
    if (link.localName === "a") link.href = inside ? box.dataset.root.replace(/\/$/, "") + item.url : item.url;
    link.textContent = item.title;
    return link;
  }

  function row({ item, airing, date }, names) {
    const time = document.createElement("time");
    time.dateTime = date;
    time.textContent = airing && airing.undated ? "chưa rõ ngày" : day(date);
    const words = [names.agencies[item.agency]];
    if (airing) words.push(names.channels[airing.channel], names.outlets[airing.outlet]);
    const line = document.createElement("li");
    line.append(title(item), " (", time, ["", ...words.filter(Boolean)].join(", ") + ")");
    return line;
  }

  function filters(names) {
    const words = Object.keys(NAMES).filter((axis) => asked[axis]).map((axis) => (asked[axis] === "_" ? "chưa ghi hoặc không thuộc mục nào" : names[NAMES[axis]][asked[axis]] || asked[axis]));
    if (asked.month) words.push(asked.month === "_" ? "chưa rõ ngày" : "tháng " + asked.month.split("-").reverse().join("/"));
    if (other) words.push("từ " + day(since) + " đến " + day(until));
    return words.length ? ": " + words.join("; ") : "";
  }

  async function load(name) {
    const answer = await fetch(box.dataset.data + name + ".json");
    if (!answer.ok) throw new Error(name);
    return answer.json();
  }

  async function show() {
    box.dataset.state = "loading";
    status.textContent = "Đang tải danh sách…";
    const parts = await Promise.all(months.map(load));
    const names = Object.fromEntries(Object.values(NAMES).map((kind) => [kind, {}]));
    for (const part of parts) for (const kind in part.names) Object.assign(names[kind] || {}, part.names[kind]);
    const found = counted(parts.flatMap((part) => part.items), asked, since, until);
    box.querySelector("ol").replaceChildren(...found.map((one) => row(one, names)));
    const unit = asked.unit === "luot" ? " lượt đăng, phát" : " tin, bài";
    status.textContent = found.length.toLocaleString("vi-VN") + unit + filters(names);
    box.dataset.state = "ready";
  }

  show().catch(() => {
    box.dataset.state = "error";
    status.textContent = "Chưa tải được dữ liệu. Hãy kiểm tra đường truyền rồi tải lại trang.";
  });
})();
