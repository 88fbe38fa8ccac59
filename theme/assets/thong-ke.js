/* Lists exactly the items behind a number of /thong-ke/PERIOD/, from the open data of its months. The address says which
   (see thong-ke/counted.mjs); &since= &until= &months= ask for other days. */
import { counted } from "./thong-ke/counted.mjs";

const NAMES = {
  topic: "topics", directive: "directives", agency: "agencies", kind: "kinds",
  genre: "genres", channel: "channels", outlet: "outlets", column: "columns",
};

const day = (moment) => moment.slice(0, 10).split("-").reverse().join("/");

function title(item, root) {
  const inside = item.url.startsWith("/");
  const link = document.createElement(inside || /^https?:/.test(item.url) ? "a" : "span");
  if (link.localName === "a") link.href = inside ? root.replace(/\/$/, "") + item.url : item.url;
  link.textContent = item.title;
  return link;
}

function row({ item, airing, date }, names, root) {
  const time = document.createElement("time");
  time.dateTime = date;
  time.textContent = airing && airing.undated ? "chưa rõ ngày" : day(date);
  const words = [names.agencies[item.agency]];
  if (airing) words.push(names.channels[airing.channel], names.outlets[airing.outlet]);
  const line = document.createElement("li");
  line.append(title(item, root), " (", time, ["", ...words.filter(Boolean)].join(", ") + ")");
  return line;
}

/* What narrows the list, in words. */
function narrowed(asked, names, days) {
  const named = (axis) => (asked[axis] === "_" ? "chưa ghi hoặc không thuộc mục nào" : names[NAMES[axis]][asked[axis]] || asked[axis]);
  const words = Object.keys(NAMES).filter((axis) => asked[axis]).map(named);
  if (asked.month) words.push(asked.month === "_" ? "chưa rõ ngày" : "tháng " + asked.month.split("-").reverse().join("/"));
  if (days) words.push("từ " + day(asked.since) + " đến " + day(asked.until));
  return words.length ? ": " + words.join("; ") : "";
}

async function load(file) {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(file);
  return answer.json();
}

async function show(box, status) {
  const asked = Object.fromEntries(new URLSearchParams(location.search));
  const other = /^[\d-]{10}$/.test(asked.since) && /^[\d-]{10}$/.test(asked.until);
  const { since, until, months } = other ? asked : box.dataset;
  const files = (months || "").split(" ").filter((name) => /^\d{4}-\d\d$/.test(name));
  box.dataset.state = "loading";
  status.textContent = "Đang tải danh sách…";
  const parts = await Promise.all(files.map((name) => load(box.dataset.data + name + ".json")));
  const names = Object.fromEntries(Object.values(NAMES).map((kind) => [kind, {}]));
  for (const part of parts) for (const kind in part.names) Object.assign(names[kind] || {}, part.names[kind]);
  const found = counted(parts.flatMap((part) => part.items), asked, since, until);
  const list = box.querySelector("ol");
  list.textContent = "";
  list.append(...found.map((one) => row(one, names, box.dataset.root)));
  const unit = asked.unit === "luot" ? " lượt đăng, phát" : " tin, bài";
  status.textContent = found.length.toLocaleString("vi-VN") + unit + narrowed(asked, names, other);
  box.dataset.state = "ready";
}

/* Paper has no room to open anything: tables below charts print, where the browser cannot show them by style alone. */
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".cc-overview details")) details.open = true;
});

const box = document.getElementById("thong-ke-danh-sach");
if (box) {
  const status = box.querySelector("[role=status]");
  show(box, status).catch(() => {
    box.dataset.state = "error";
    status.textContent = "Chưa tải được dữ liệu. Hãy kiểm tra đường truyền rồi tải lại trang.";
  });
}
