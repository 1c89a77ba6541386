"use strict";
const $ = id => document.getElementById(id);
const el = (tag, attributes = {}, ...children) => {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) k === "style" ? e.style.cssText = v : k.startsWith("data-") ? e.setAttribute(k, v) : e[k] = v;
  e.append(...children); return e;
};
const num = v => Math.round(v).toLocaleString("en-US");
const showTip = (text, x, y) => { const t = $("tip"); t.textContent = text; t.style.display = "block";
  t.style.left = Math.min(x + 14, innerWidth - t.offsetWidth - 8) + "px"; t.style.top = Math.min(y + 18, innerHeight - t.offsetHeight - 8) + "px"; };
const hideTip = () => $("tip").style.display = "none";
const facts = pairs => { for (const [k, v] of pairs) $("facts").append(el("span", { className: "fact" }, k + " ", el("b", {}, String(v)))); };
