// Draws a live code as a QR code: 26 capital letters and digits, which is version 2 at level M.
// A phone draws it by itself, for when it has no connection. Source: ISO/IEC 18004.
"use strict";

const QR_SIDE = 25;
const QR_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const QR_DATA = 28, QR_CHECKS = 16;
const QR_FORMAT = [1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]; // level M, mask 0

/** Return the dark squares of a text as the path of an SVG whose border is `quiet` squares wide. */
function qrPath(text, quiet) {
  return qrRows(text).map((row, y) => row.map((dark, x) =>
    dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : "").join("")).join("");
}

/** Return the squares of a text, row by row: 1 is dark. */
function qrRows(text) {
  const rows = Array.from({ length: QR_SIDE }, () => Array(QR_SIDE).fill(null));
  qrFixed(rows);
  const bytes = qrData(text);
  const bits = [...bytes, ...qrChecks(bytes)].flatMap((one) => qrBits(one, 8));
  let at = 0, isUp = true;
  for (let right = QR_SIDE - 1; right > 0; right -= 2) {
    if (right === 6) right = 5; // the column of the timing pattern
    for (let step = 0; step < QR_SIDE; step += 1) {
      const y = isUp ? QR_SIDE - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (rows[y][x] === null) rows[y][x] = (bits[at++] ?? 0) ^ ((x + y) % 2 === 0 ? 1 : 0);
      }
    }
    isUp = !isUp;
  }
  return rows;
}

function qrFixed(rows) {
  const square = (left, top, size, isDark) => {
    for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1) {
      if (rows[top + y]?.[left + x] !== undefined) rows[top + y][left + x] = isDark(x, y) ? 1 : 0;
    }
  };
  const rings = (middle, dark) => (x, y) => dark.includes(Math.max(Math.abs(x - middle), Math.abs(y - middle)));
  for (const [x, y] of [[-1, -1], [QR_SIDE - 8, -1], [-1, QR_SIDE - 8]]) square(x, y, 9, rings(4, [0, 1, 3]));
  square(QR_SIDE - 9, QR_SIDE - 9, 5, rings(2, [0, 2]));
  for (let at = 8; at < QR_SIDE - 8; at += 1) rows[6][at] = rows[at][6] = (at + 1) % 2;
  QR_FORMAT.forEach((bit, at) => {
    const near = at < 6 ? at : at < 8 ? at + 1 : 14 - at + (at < 9 ? 1 : 0);
    if (at < 8) rows[8][near] = bit; else rows[near][8] = bit;
    if (at < 7) rows[QR_SIDE - 1 - at][8] = bit; else rows[8][QR_SIDE - 15 + at] = bit;
  });
  rows[QR_SIDE - 8][8] = 1;
}

function qrData(text) {
  const bits = [0, 0, 1, 0, ...qrBits(text.length, 9)];
  for (let at = 0; at + 1 < text.length; at += 2) {
    bits.push(...qrBits(45 * QR_CHARACTERS.indexOf(text[at]) + QR_CHARACTERS.indexOf(text[at + 1]), 11));
  }
  if (text.length % 2) bits.push(...qrBits(QR_CHARACTERS.indexOf(text[text.length - 1]), 6));
  bits.push(0, 0, 0, 0);
  while (bits.length % 8) bits.push(0);
  const bytes = [];
  for (let at = 0; at < bits.length; at += 8) bytes.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; bytes.length < QR_DATA; pad ^= 0xec ^ 0x11) bytes.push(pad);
  return bytes;
}

/** Return the Reed-Solomon bytes: what remains of the data divided by (x - 2^0)(x - 2^1)… */
function qrChecks(bytes) {
  let divisor = [1];
  for (let power = 0, root = 1; power < QR_CHECKS; power += 1, root = qrTimes(root, 2)) {
    divisor = [...divisor, 0].map((one, at) => one ^ (at ? qrTimes(divisor[at - 1], root) : 0));
  }
  const left = [...bytes, ...Array(QR_CHECKS).fill(0)];
  for (let at = 0; at < bytes.length; at += 1) {
    const first = left[at];
    divisor.forEach((one, place) => { left[at + place] ^= qrTimes(one, first); });
  }
  return left.slice(bytes.length);
}

function qrTimes(one, other) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ (product & 0x80 ? 0x11d : 0);
    if (other >> bit & 1) product ^= one;
  }
  return product;
}

function qrBits(number, length) {
  return Array.from({ length }, (_, at) => number >> (length - 1 - at) & 1);
}
