/* Lists exactly the items behind a number of /thong-ke/PERIOD/, from the open data of its months.
   ?unit=bai (works, by their own date) or luot (airings, each by its date);
   &topic= &agency= &genre= &channel= &month=2019-08 narrow it. The same rules as site_builder/reports/figures.py. */
"use strict";
(() => {
  const AXES = { topic: "topics", agency: "agencies", genre: "genres", channel: "channels" };

  function counted(items, asked, since, until) {
    const inPeriod = (moment) => since <= moment.slice(0, 10) && moment.slice(0, 10) <= until;
    const inMonth = (moment) => !asked.month || moment.slice(0, 7) === asked.month;
    const onChannel = (airing) => !asked.channel || airing.channel === asked.channel;
    const found = [];
    for (const item of items) {
      if (item.state !== "published") continue;
      if (asked.topic && !item.topics.includes(asked.topic)) continue;
      if (asked.agency && item.agency !== asked.agency) continue;
      if (asked.genre && item.genre !== asked.genre) continue;
      if (asked.unit === "luot") {
        for (const airing of item.airings) {
          if (inPeriod(airing.date) && inMonth(airing.date) && onChannel(airing)) found.push({ item, airing, date: airing.date });
        }
      } else if (inPeriod(item.date) && inMonth(item.date) && (!asked.channel || item.airings.some(onChannel))) {
        found.push({ item, date: item.date });
      }
    }
    return found.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.item.id < b.item.id ? 1 : a.item.id > b.item.id ? -1 : 0));
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

  function row({ item, airing, date }, names) {
    const link = document.createElement("a");
    link.href = box.dataset.root.replace(/\/$/, "") + item.url;
    link.textContent = item.title;
    const time = document.createElement("time");
    time.dateTime = date;
    time.textContent = day(date);
    const words = [names.agencies[item.agency]];
    if (airing) words.push(names.channels[airing.channel], names.outlets[airing.outlet]);
    const line = document.createElement("li");
    line.append(link, " (", time, ", " + words.filter(Boolean).join(", ") + ")");
    return line;
  }

  function filters(names) {
    const words = Object.keys(AXES).filter((axis) => asked[axis]).map((axis) => names[AXES[axis]][asked[axis]] || asked[axis]);
    if (asked.month) words.push("tháng " + asked.month.split("-").reverse().join("/"));
    return words.length ? ": " + words.join("; ") : "";
  }

  async function month(name) {
    const answer = await fetch(box.dataset.data + name + ".json");
    if (!answer.ok) throw new Error(name);
    return answer.json();
  }

  async function show() {
    box.dataset.state = "loading";
    status.textContent = "Đang tải danh sách…";
    const parts = await Promise.all(box.dataset.months.split(" ").filter(Boolean).map(month));
    const names = {};
    for (const part of parts) for (const kind in part.names) names[kind] = Object.assign(names[kind] || {}, part.names[kind]);
    for (const kind of ["topics", "agencies", "genres", "channels", "outlets"]) names[kind] = names[kind] || {};
    const found = counted(parts.flatMap((part) => part.items), asked, box.dataset.since, box.dataset.until);
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
