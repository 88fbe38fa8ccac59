/* What the search page says of an answer. */

export const integer = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");

export function summary(found, query) {
  if (!found.total) return found.empty ? "Hãy nhập chữ hoặc số cần tìm." : `Không tìm thấy tin, bài nào cho “${query}”.`;
  const phrases = found.phrase && found.phrase < found.total ? `, ${integer(found.phrase)} có đúng cụm từ` : "";
  const rest = found.complete ? "" : "; chưa tìm hết tin, bài cũ";
  return `${found.complete ? "Tìm thấy" : "Đã thấy"} ${integer(found.total)} tin, bài${phrases}${rest}.`;
}
