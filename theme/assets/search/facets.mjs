/* Filters: what each document of a segment is filed under. */

export function columns(file) {
  let day = 0;
  const years = file.days.map((step) => new Date((day += step) * 864e5).getUTCFullYear());
  return { years, topics: file.topic.map((one) => [one].flat().map((n) => file.topics[n])), agencies: file.agency.map((n) => file.agencies[n]), genres: file.genre.map((n) => file.genres[n]) };
}

/* Names of filters, in the order of the form; the values of a document under each. */
export const FACETS = {
  "chu-de": (facets, document) => facets.topics[document],
  "co-quan": (facets, document) => [facets.agencies[document]],
  "the-loai": (facets, document) => [facets.genres[document]],
  nam: (facets, document) => [String(facets.years[document])],
};

/* Whether a document passes all filters, but for one. */
export const passes = (facets, document, filters, but) =>
  Object.keys(FACETS).every((name) => name === but || !filters[name] || FACETS[name](facets, document).includes(filters[name]));
