/* The choices of filters: names of everything, and years; with numbers when every article was asked. */
import { FACETS } from "./facets.mjs";
import { integer } from "./wording.mjs";

/* Choose a value, whether its name is known yet or not. */
export function choose(select, value) {
  if (value && ![...select.options].some((option) => option.value === value)) select.append(new Option(value, value));
  select.value = value;
}

/* Fill the form's filters: `names` are those of ten.json, `numbers` say how many answers each value has. */
export function offer(form, segments, names, numbers) {
  const values = names ? [names.topics, names.agencies, names.genres] : [{}, {}, {}];
  const all = [...values.map(Object.entries), years(segments, numbers)];
  Object.keys(FACETS).forEach((field, at) => {
    const select = form.elements[field];
    const { value } = select;
    const [none] = select.options;
    const count = (id) => (numbers ? ` (${integer(numbers[field][id] || 0)})` : "");
    const shown = all[at].filter(([id]) => !numbers || numbers[field][id] || id === value);
    select.textContent = "";
    select.append(none, ...shown.map(([id, label]) => new Option(label + count(id), id)));
    choose(select, value);
  });
}

function years(segments, numbers) {
  const known = segments.map(([name]) => name.slice(0, 4));
  const seen = Object.keys(numbers ? numbers.nam : {});
  return [...new Set([...known, ...seen])].sort().reverse().map((year) => [year, year]);
}
