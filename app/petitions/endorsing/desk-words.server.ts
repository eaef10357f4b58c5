// What the desk reads and writes of endorsements by the rules of this room: rooms meet through *.server.ts.

export { dayIn } from "./days.ts";
export { mayShow } from "./may-show.ts";
export { checkWays, longest, organisationKinds, refusals } from "./organisation.ts";
export { adoptionDay, membersOf, textOf } from "./parse-claim.ts";
