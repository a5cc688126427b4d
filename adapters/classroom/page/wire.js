/** Talking to the classroom's server: requests, and the stream of what happens. */

const UNREACHED = "The classroom could not be reached. Check that it is still running, then try again.";
const PATIENCE = 30_000;
export const RETRY = 2_000;

export const readState = () => request("/api/state", { cache: "no-store" });

export function send(what, body) {
  const headers = { "Content-Type": "application/json" };
  return request(`/api/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** The answer; when there is none to be had, `{error}` with a sentence meant for the person. */
async function request(path, options) {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(path, { ...options, signal }).catch(() => null);
  if (!response) return { error: UNREACHED };
  // A proxy in between may answer with a page instead of our JSON.
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  return { error: body?.error ?? `The classroom could not answer (status ${response.status}).` };
}

/** Hear the stream for ever: `opened`, `lost`, and what `happened`. */
export function follow(hear) {
  const stream = new EventSource("/api/stream");
  stream.onopen = hear.opened;
  for (const event of ["message", "edit", "delete", "people", "notice"]) {
    stream.addEventListener(event, ({ data }) => hear.happened(event, JSON.parse(data)));
  }
  stream.onerror = () => {
    // The browser gives up for good on an error status, so we start the next attempt ourselves.
    stream.close();
    hear.lost();
    setTimeout(() => follow(hear), RETRY);
  };
}
