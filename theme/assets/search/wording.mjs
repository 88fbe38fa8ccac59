/* What the search page says of an answer. */

export const integer = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");

const NEAR = { some: "Gần với điều bạn tìm", folded: "Bài có chữ khác dấu" };
/* What stands above results that do not match as typed, where the kind of match changes. */
export const between = (before, one) => (one.place || one.kind === "file" || (before && !before.place && before.kind !== "file" && before.match === one.match) ? "" : NEAR[one.match] || "");

export function summary(found, query) {
  const { top = [], below = [], near = [], files = [] } = found;
  const places = top.length + below.length;
  if (!found.total && files.some((one) => one.match !== "some")) return `Có ${integer(files.length)} tệp đính kèm cho “${query}”; không có tin, bài nào.`;
  if (!found.total && !near.length && places) return `Có ${integer(places)} cơ quan, trang cho “${query}”; không có tin, bài nào.`;
  if (!found.total && near.length && near[0].match === "folded") return `Không có bài nào viết đúng dấu “${query}”.`;
  if (!found.total && near.length) return `Không có tin, bài nào có đủ các chữ của “${query}”.`;
  if (!found.total) return found.empty ? "Hãy nhập chữ hoặc số cần tìm." : `Không tìm thấy tin, bài nào cho “${query}”.`;
  const phrases = found.phrase && found.phrase < found.total ? `, ${integer(found.phrase)} có đúng cụm từ` : "";
  const rest = found.complete || found.recent ? "" : "; chưa tìm hết tin, bài cũ";
  return `${found.complete ? "Tìm thấy" : "Đã thấy"} ${integer(found.total)} tin, bài${phrases}${rest}.`;
}
