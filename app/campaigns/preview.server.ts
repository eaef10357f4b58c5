// What the desk needs to show a text as the public pages do, before it is one of theirs.
export { type Source, sourcesOf } from "./campaign.server.ts";
export { linkCitations } from "./citations.ts";
