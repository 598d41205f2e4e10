/** Its colours hold 7:1 on their ground, and 3:1 for edges and the ring of focus. */
export const STYLE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#f2f4f7;color:#14202b;font:1rem/1.5 system-ui,-apple-system,Roboto,"Segoe UI",sans-serif}
a{color:#0b4a8f}
h1,h2,p,dl,dd,ul,fieldset{margin:0;padding:0;border:0}
h1{font-size:1.25rem;line-height:1.3;overflow-wrap:anywhere}
h2{font-size:1.2rem;line-height:1.3}
header,main{max-width:34rem;margin:0 auto;padding:0 1rem}
header{padding-top:.75rem;display:flex;justify-content:flex-end}
header a{display:inline-block;padding:.55rem .25rem}
main{padding-bottom:2rem}
main>*{margin-top:1rem}
.card{background:#fff;border:1px solid #d5dbe2;border-radius:.75rem;padding:1rem}
.card>*+*{margin-top:1rem}
.small,.hint{font-size:.875rem;color:#3c4a57}
.amount{font-size:1.75rem;font-weight:700;line-height:1.2;margin-top:.5rem;overflow-wrap:anywhere}
.about{margin-top:.25rem;overflow-wrap:anywhere;white-space:pre-line}
.due{margin-top:.5rem}
.sandbox{background:#fff4d6;border:2px dashed #7a5200;border-radius:.75rem;padding:.75rem 1rem;font-size:.9375rem}
.sandbox ul{list-style:none;margin:.25rem 0}
label,legend{display:block;font-weight:600;padding:0}
input[type=tel],input[type=text]{display:block;width:100%;min-height:3rem;margin-top:.25rem;padding:.5rem .75rem;border:2px solid #5a6876;border-radius:.5rem;background:#fff;color:inherit;font:inherit;font-size:1.25rem;letter-spacing:.03em}
input[aria-invalid=true]{border-color:#a4161a}
.error{color:#8f1216;font-weight:600;margin-top:.25rem}
.alert{border:2px solid #a4161a;border-radius:.5rem;padding:.75rem;background:#fff}
.alert p{color:#8f1216;font-weight:600}
.choice{display:flex;align-items:center;gap:.75rem;min-height:3rem;margin-top:.5rem;padding:.5rem .75rem;border:2px solid #5a6876;border-radius:.5rem;font-weight:600;background:#fff;cursor:pointer}
.choice input{width:1.35rem;height:1.35rem;margin:0;flex:none;accent-color:#0b4a8f}
.button{display:block;width:100%;min-height:3.25rem;padding:.75rem 1rem;border:2px solid #0a5c36;border-radius:.5rem;background:#0a5c36;color:#fff;font:inherit;font-size:1.125rem;font-weight:700;text-align:center;text-decoration:none;cursor:pointer}
.button.quiet{background:#fff;color:#0a5c36}
.button[aria-disabled=true]{opacity:.75;cursor:progress}
:focus-visible{outline:4px solid #c25100;outline-offset:2px}
summary{cursor:pointer;font-weight:600;padding:.5rem 0}
details p{margin-top:.5rem}
.state{border-left:.5rem solid #7a5200}
.state.paid{border-left-color:#0a5c36}
.state.ended{border-left-color:#a4161a}
.state.paid h2{color:#0a5c36}
.state.ended h2{color:#8f1216}
.papers>*+*{margin-top:.75rem}
.wait{width:2rem;height:2rem;border:.3rem solid #d5dbe2;border-top-color:#7a5200;border-radius:50%;animation:turn 1.2s linear infinite}
@keyframes turn{to{transform:rotate(1turn)}}
dl div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding:.5rem 0;border-top:1px solid #d5dbe2}
dl div:first-child{border-top:0}
dt{color:#3c4a57}
dd{font-weight:600;overflow-wrap:anywhere;min-width:0}
.qr{display:none}
.js-only{display:none}
.js .js-only{display:block}
.js span.js-only{display:inline}
.js .no-js{display:none}
@media (min-width:60rem){
header.wide{max-width:58rem}
main.with-qr{max-width:58rem;display:grid;grid-template-columns:minmax(0,1fr) 17rem;gap:0 2rem;align-items:start}
main.with-qr>*{grid-column:1}
main.with-qr>.qr{display:block;grid-column:2;grid-row:1/span 6;text-align:center;background:#fff;border:1px solid #d5dbe2;border-radius:.75rem;padding:1rem}
.qr img{width:100%;height:auto;image-rendering:pixelated}
}
@media (prefers-reduced-motion:reduce){.wait{animation:none}}
@media print{body{background:#fff}header,.button,.sandbox,.no-print{display:none!important}.card{border:0;padding:0}}
`;
