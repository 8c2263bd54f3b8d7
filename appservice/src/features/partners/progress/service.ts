import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { OrderKind, OrderStage, PartnerOrder, PartnerSide, PartnerToken, TokenAbility } from "@portico/contract/partners-schemas.ts";
import type { Context } from "../../../context.ts";
import { inTransaction, type Tx } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import type { PartnerBy } from "../../../db/tables/partner.ts";
import { AppError } from "../../../errors.ts";
import { type Actor, requireAccount } from "../../../policy/actor.ts";
import { can } from "../../../policy/engine.ts";
import { byOf, deviation } from "../model.ts";
import { agreementInForce, allow, openAgreement, subjectOf } from "../service.ts";
import { findPartner, lockPartner } from "../store.ts";
import * as store from "./store.ts";

interface OrderFacts {
  readonly kind: OrderKind;
  readonly title: string;
  readonly quantity: number;
  readonly unit: string;
  readonly dueOn: string;
}
interface Progress {
  readonly stage: OrderStage;
  readonly expectedOn: string;
  readonly expectedQuantity: number;
  readonly note: string;
}
interface Writer {
  readonly by: PartnerBy;
  readonly system: string | null;
}

const TOKEN_BYTES = 32;
const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

const presentOrder = (record: store.OrderRecord, abilities: PartnerOrder["abilities"]): PartnerOrder => ({
  id: record.id,
  partnerId: record.partnerId,
  number: record.number,
  kind: record.kind,
  title: record.title,
  quantity: record.quantity,
  unit: record.unit,
  dueOn: record.due_on,
  stage: record.stage,
  expectedOn: record.expected_on,
  expectedQuantity: record.expected_quantity,
  ...deviation(record),
  version: record.version,
  entries: record.entries.map((entry) => ({
    id: entry.id,
    by: entry.by,
    system: entry.system,
    at: entry.at.toISOString(),
    stage: entry.stage,
    expectedOn: entry.expected_on,
    expectedQuantity: entry.expected_quantity,
    note: entry.note,
  })),
  abilities,
});

const presentToken = (row: store.TokenRow): PartnerToken => ({
  id: row.id,
  name: row.name,
  side: row.side,
  abilities: row.abilities,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
});

/** Orders and deliveries that both companies follow, written by people and by their systems. */
export function createProgressService({ db }: Pick<Context, "db">) {
  async function find(partnerId: string, orderId: string, from: Parameters<typeof store.listOrders>[0] = db) {
    const [order] = await store.listOrders(from, partnerId, { id: orderId });
    if (order === undefined) throw new AppError("NOT_FOUND", { noun: "order" });
    return order;
  }

  async function show(actor: Actor, partnerId: string, orderId: string): Promise<PartnerOrder> {
    const partner = allow(actor, "partner.read", await findPartner(db, partnerId));
    return presentOrder(await find(partnerId, orderId), can(actor, "partner.work", subjectOf(partner)) ? ["partner.work"] : []);
  }

  async function write(tx: Tx, order: store.OrderRecord, { by, system }: Writer, progress: Progress): Promise<string> {
    const entryId = randomUUID();
    await store.insertEntry(tx, { ...progress, id: entryId, orderId: order.id, by, system, at: new Date() });
    return entryId;
  }

  async function enter(tx: Tx, partnerId: string, agreementId: string, number: string, facts: OrderFacts) {
    const id = randomUUID();
    if (!(await store.insertOrder(tx, { ...facts, id, agreementId, number }))) throw new AppError("PARTNER_ORDER_EXISTS");
    return find(partnerId, id, tx);
  }

  /** The token, if it is good and may do this. */
  async function admit(tx: Tx, token: string, ability: TokenAbility) {
    const found = await store.useToken(tx, hashOf(token), new Date());
    if (found?.abilities.includes(ability) !== true) throw new AppError("PARTNER_TOKEN_INVALID");
    return found;
  }

  return {
    async list(actor: Actor, partnerId: string) {
      const partner = allow(actor, "partner.read", await findPartner(db, partnerId));
      const works = can(actor, "partner.work", subjectOf(partner));
      const found = await store.listOrders(db, partnerId);
      return {
        items: found.map((order) =>
          presentOrder(
            order,
            works && partner.agreement?.id === order.agreement_id && partner.agreement.state === "accepted"
              ? ["partner.work"]
              : [],
          ),
        ),
      };
    },

    async enter(actor: Actor, partnerId: string, { number, ...facts }: OrderFacts & { readonly number: string }) {
      const account = requireAccount(actor);
      const orderId = await inTransaction(db, async (tx) => {
        const { id: agreementId } = agreementInForce(allow(actor, "partner.work", await lockPartner(tx, partnerId)));
        const order = await enter(tx, partnerId, agreementId, number, facts);
        const progress = { stage: "placed", expectedOn: facts.dueOn, expectedQuantity: facts.quantity, note: "" } as const;
        const entryId = await write(tx, order, { by: byOf(account), system: null }, progress);
        await recordEvent(tx, actor, "partner.order-changed", { partnerId, agreementId, orderId: order.id, entryId });
        return order.id;
      });
      return show(actor, partnerId, orderId);
    },

    async write(
      actor: Actor,
      partnerId: string,
      orderId: string,
      { expectedVersion, ...progress }: Progress & { readonly expectedVersion: number },
    ) {
      const account = requireAccount(actor);
      await inTransaction(db, async (tx) => {
        const { id: agreementId } = agreementInForce(allow(actor, "partner.work", await lockPartner(tx, partnerId)));
        const order = await find(partnerId, orderId, tx);
        if (order.agreement_id !== agreementId) throw new AppError("PARTNER_AGREEMENT_CLOSED");
        if (order.version !== expectedVersion) throw new AppError("VERSION_CONFLICT");
        const entryId = await write(tx, order, { by: byOf(account), system: null }, progress);
        await recordEvent(tx, actor, "partner.order-changed", { partnerId, agreementId, orderId, entryId });
      });
      return show(actor, partnerId, orderId);
    },

    async tokens(actor: Actor, partnerId: string) {
      allow(actor, "partner.manage", await findPartner(db, partnerId));
      return { items: (await store.listTokens(db, partnerId)).map(presentToken) };
    },

    async issueToken(
      actor: Actor,
      partnerId: string,
      { name, side, abilities }: { name: string; side: PartnerSide; abilities: readonly TokenAbility[] },
    ) {
      const [id, token] = [randomUUID(), randomBytes(TOKEN_BYTES).toString("base64url")];
      const rows = await inTransaction(db, async (tx) => {
        const { id: agreementId } = openAgreement(allow(actor, "partner.manage", await lockPartner(tx, partnerId)));
        const row = { id, agreementId, hash: hashOf(token), name, side, abilities: [...new Set(abilities)], at: new Date() };
        await store.insertToken(tx, row);
        await recordEvent(tx, actor, "partner.token-issued", { partnerId, agreementId, tokenId: id });
        return store.listTokens(tx, partnerId);
      });
      const item = rows.find((row) => row.id === id);
      if (item === undefined) throw new Error("a token was not kept");
      return { token, item: presentToken(item) };
    },

    async revokeToken(actor: Actor, partnerId: string, tokenId: string) {
      return inTransaction(db, async (tx) => {
        allow(actor, "partner.manage", await lockPartner(tx, partnerId));
        const before = (await store.listTokens(tx, partnerId)).find(({ id }) => id === tokenId);
        if (before === undefined) throw new AppError("NOT_FOUND", { noun: "token" });
        const at = new Date();
        if (await store.revokeToken(tx, tokenId, at)) {
          await recordEvent(tx, actor, "partner.token-revoked", { partnerId, agreementId: before.agreement_id, tokenId });
        }
        return presentToken({ ...before, revoked_at: before.revoked_at ?? at });
      });
    },

    /** A company's system reads. */
    readBySystem: (token: string) =>
      inTransaction(db, async (tx) => {
        const { partnerId, agreement_id: agreementId } = await admit(tx, token, "orders.read");
        const found = await store.listOrders(tx, partnerId, { agreementId });
        return { items: found.map((order) => presentOrder(order, [])) };
      }),

    /** A company's system writes; what stands there already is not written again. */
    async writeBySystem(token: string, number: string, facts: OrderFacts | undefined, progress: Progress) {
      return inTransaction(db, async (tx) => {
        const { partnerId, agreement_id: agreementId, ...by } = await admit(tx, token, "orders.write");
        await lockPartner(tx, partnerId);
        const [known] = await store.listOrders(tx, partnerId, { agreementId, number });
        if (known === undefined && facts === undefined) throw new AppError("NOT_FOUND", { noun: "order" });
        const order = known ?? (facts && (await enter(tx, partnerId, agreementId, number, facts)));
        if (order === undefined) throw new Error("an order was not kept");
        const [last] = order.entries;
        const same =
          last !== undefined &&
          last.stage === progress.stage &&
          last.expected_on === progress.expectedOn &&
          last.expected_quantity === progress.expectedQuantity &&
          last.note === progress.note;
        if (!same) {
          const writer = { by: { userId: null, name: { en: by.name, zh: by.name }, side: by.side }, system: by.name };
          const entryId = await write(tx, order, writer, progress);
          const recorder = { kind: "system", name: `token ${by.id}` } as const;
          await recordEvent(tx, recorder, "partner.order-changed", { partnerId, agreementId, orderId: order.id, entryId });
        }
        return presentOrder(await find(partnerId, order.id, tx), []);
      });
    },
  };
}
