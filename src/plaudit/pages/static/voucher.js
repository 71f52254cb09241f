// Reads and checks a signed voucher (docs/reference/offline-vouchers.md) with what a till took along.
"use strict";

const VOUCHER_PREFIX = "PLAUDIT1:", VOUCHER_BYTES = 25, SIGNATURE_BYTES = 64;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Return what a QR code's text says, with its signed bytes and signature; null where it is of another form. */
function readVoucher(text) {
  if (!text.startsWith(VOUCHER_PREFIX)) return null;
  const raw = fromBase32(text.slice(VOUCHER_PREFIX.length));
  if (!raw || raw.length !== VOUCHER_BYTES + SIGNATURE_BYTES || raw[0] !== 1) return null;
  const view = new DataView(raw.buffer);
  return {
    number: view.getBigUint64(1).toString(),
    reward: view.getUint32(9),
    partner: view.getUint32(13),
    points: view.getUint32(17),
    lastOn: view.getUint16(21),
    keyDay: view.getUint16(23),
    signed: raw.slice(0, VOUCHER_BYTES),
    signature: raw.slice(VOUCHER_BYTES),
  };
}

function fromBase32(text) {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let bits = 0, value = 0, at = 0;
  for (const one of text) {
    const digit = BASE32.indexOf(one);
    if (digit < 0) return null;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) { bits -= 8; bytes[at++] = (value >> bits) & 0xff; }
  }
  const rest = value & ((1 << bits) - 1);
  return rest === 0 && bits < 5 ? bytes : null; // one text for one voucher
}

/** Return whether a voucher's signature is that of its day's key. Throws where the browser can't tell. */
async function isSigned(voucher, keys) {
  const hex = keys[voucher.keyDay];
  if (!hex) return false;
  const raw = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, key, voucher.signature, voucher.signed);
}

/**
 * Return why a till may not take a voucher without a connection, "" where it may.
 * `taken`: the numbers that this device took today.
 */
async function whyNot(voucher, list, { taken, now }) {
  // A clock that is before the list was set back since: how much of the day is left can't be known any more.
  if (!list || now >= list.day_ends_at || now < list.made_at) return "noList";
  if (!list.limit) return "none";
  if (!voucher || voucher.partner !== list.partner) return "forged";
  try {
    if (!(await isSigned(voucher, list.keys))) return "forged";
  } catch { return "noCheck"; }
  if (voucher.lastOn < list.day) return "over";
  if (list.used_up.includes(voucher.number) || taken.includes(voucher.number)) return "used";
  return taken.length >= list.limit ? "full" : "";
}
