namespace Thaw.Reports.Html;

/// <summary>
/// The page's style sheet. Colours of plans are after Okabe and Ito's palette for colour-blind readers, darker on paper, lighter on a dark
/// screen; marks differ in shape as well.
/// </summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--page:#f6f6f3;--card:#fff;--ink:#1b2126;--soft:#59636b;--rule:#dcdfe0;--grid:#e8eaea;--band:#f3f5f5;
        --accent:#0b5c8a;--warn:#8a4b00;--warn-card:#fff6e6;--warn-rule:#f0d6a8;
        --c0:#0072b2;--c1:#d55e00;--c2:#00866a;--c3:#b5489a;--c4:#9a7200;--c5:#4a5560}
        @media screen and (prefers-color-scheme:dark){:root{--page:#121517;--card:#1a1f22;--ink:#e8ebec;--soft:#a3adb3;--rule:#343b40;--grid:#2a3035;--band:#1f2529;
        --accent:#7cc4ee;--warn:#f1c27a;--warn-card:#2a2213;--warn-rule:#5b4a24;
        --c0:#5bb8f0;--c1:#ff8f4d;--c2:#35cfa4;--c3:#ea8fd2;--c4:#ecc84e;--c5:#b9c3ca}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
        -webkit-text-size-adjust:100%;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        main{max-width:1180px;margin:0 auto;padding:28px 20px 60px}
        h1,h2,h3{line-height:1.25;overflow-wrap:anywhere;text-wrap:balance}
        h1{font-size:1rem;font-weight:600;color:var(--soft);margin:0 0 14px}
        h2{font-size:1.3rem;margin:0 0 14px}
        h3{font-size:1rem;margin:22px 0 6px}
        p{margin:0 0 12px;max-width:76ch;overflow-wrap:anywhere}
        a{color:var(--accent)}
        section,.hero{background:var(--card);border:1px solid var(--rule);border-radius:14px;padding:24px 26px;margin:0 0 20px}
        .hero{border-top:5px solid var(--accent)}
        .verdict{font-size:clamp(1.3rem,1rem + 1.5vw,1.9rem);line-height:1.3;font-weight:650;max-width:50ch;text-wrap:pretty;margin:0 0 14px;letter-spacing:-.01em}
        .claim{border-top:1px solid var(--rule);padding:4px 0 10px}.claim .finding{font-weight:600}
        .answer{display:inline-block;margin-left:8px;padding:1px 9px;border-radius:999px;border:1px solid currentColor;font-size:.78rem;font-weight:600;color:var(--soft)}
        .answer.confirmed{color:var(--c2)}.answer.refuted{color:var(--c1)}
        .facts{display:flex;flex-wrap:wrap;gap:8px 26px;margin:18px 0 0;padding:14px 0 0;border-top:1px solid var(--rule)}
        .facts div{display:flex;flex-direction:column-reverse}
        .facts dt{font-size:.8rem;color:var(--soft)}
        .facts dd{margin:0;font-weight:650;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        .notes{margin:18px 0 0;padding:12px 16px 12px 34px;background:var(--warn-card);border:1px solid var(--warn-rule);border-radius:10px;color:var(--warn)}
        .notes li{margin:2px 0}
        nav{margin:0 2px 20px;font-size:.92rem}
        nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:0;padding:0}
        .explain{color:var(--soft);font-size:.92rem}
        .table{overflow-x:auto;margin:6px 0 18px}
        table{border-collapse:collapse;width:100%;font-size:.94rem;font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--soft);font-size:.88rem;padding:0 0 8px}caption span{display:block;max-width:min(76ch,calc(100vw - 52px));position:sticky;left:0}
        th,td{padding:8px 12px;text-align:right;vertical-align:top;border-bottom:1px solid var(--rule)}
        thead th{font-size:.82rem;font-weight:600;color:var(--soft);border-bottom-width:2px;vertical-align:bottom}
        th:first-child,td:first-child{text-align:left;padding-left:2px}
        tbody th{font-weight:600;white-space:nowrap;max-width:22em;overflow:hidden;text-overflow:ellipsis}td{white-space:nowrap}
        tbody tr:last-child>*{border-bottom:0}
        td small{display:block;color:var(--soft);font-size:.8rem}
        .swatch{width:14px;height:14px;margin-right:7px;vertical-align:-2px}
        .charts{display:grid;gap:22px 30px;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));margin:8px 0 4px}
        .charts.small{grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr))}
        figure{margin:0;min-width:0;break-inside:avoid}
        figcaption{font-size:.92rem;margin:0 0 6px;overflow-wrap:anywhere}
        figcaption strong{display:block}
        figcaption span{color:var(--soft);font-size:.86rem}
        .chart{display:block;width:100%;height:auto;max-width:640px}
        .charts.small .chart{max-width:400px}
        .legend-row{display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 10px;padding:0;list-style:none;font-size:.9rem}
        .s0{--c:var(--c0)}.s1{--c:var(--c1)}.s2{--c:var(--c2)}.s3{--c:var(--c3)}.s4{--c:var(--c4)}.s5{--c:var(--c5)}
        svg text{font-size:12px;font-family:inherit;fill:var(--ink)}
        svg .axis{fill:var(--soft);font-size:11.5px}
        svg .number{font-variant-numeric:tabular-nums;font-size:11.5px}
        svg .grid{stroke:var(--grid)}svg .tick,svg .frame{stroke:var(--soft)}
        svg .zero{stroke:var(--ink);stroke-width:1.4}
        svg .band.even{fill:var(--band)}svg .band.odd{fill:none}
        svg .legend{fill:var(--card);fill-opacity:.88}
        svg .mark{fill:var(--c);stroke:var(--card);stroke-width:1.2}svg .mark.ring{fill:var(--card);stroke:var(--c);stroke-width:2.2}
        svg .whisker{stroke:var(--c);stroke-width:2}
        svg .dot{fill:none;stroke:var(--c);stroke-opacity:.75}
        svg .name{font-weight:600;fill:var(--c)}
        svg .line{fill:none;stroke:var(--c);stroke-width:2.4;stroke-linejoin:round}
        svg .train{fill:none;stroke:var(--soft);stroke-width:2;stroke-dasharray:5 4}
        svg .thin{stroke-width:1;stroke-opacity:.4}
        svg .guess{fill:none;stroke:var(--soft);stroke-dasharray:2 4}
        svg .d1{stroke-dasharray:9 3}svg .d2{stroke-dasharray:3 3}svg .d3{stroke-dasharray:9 3 2 3}svg .d4{stroke-dasharray:14 4}svg .d5{stroke-dasharray:2 5}
        svg .fill{fill:var(--c)}svg .cell{fill:var(--band)}
        svg .count{font-size:15px;font-weight:650;font-variant-numeric:tabular-nums}svg .count.small{font-size:11px;font-weight:400}
        svg .count.strong{fill:var(--card)}svg .count.none{fill:var(--soft);font-weight:400}
        .gallery{display:grid;gap:18px;grid-template-columns:repeat(auto-fill,minmax(158px,1fr));margin:8px 0 0}
        .gallery img,.gallery .gone{display:block;width:100%;aspect-ratio:1;object-fit:contain;background:var(--band);border-radius:8px;margin:0 0 6px}
        .gallery .gone{display:grid;place-items:center;color:var(--soft);font-size:.85rem}
        .gallery ul{list-style:none;margin:0;padding:0;font-size:.86rem}
        .gallery li{padding-left:21px;text-indent:-21px;overflow-wrap:anywhere}
        .gallery .file{font-size:.78rem;color:var(--soft);overflow-wrap:anywhere;margin:2px 0 0}
        pre{background:var(--band);border:1px solid var(--rule);border-radius:8px;padding:12px 14px;overflow-x:auto;font:.85rem/1.5 ui-monospace,"SF Mono",Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        dl.pairs{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px;margin:0 0 16px;font-size:.94rem}
        dl.pairs dt{color:var(--soft)}dl.pairs dd{margin:0;overflow-wrap:anywhere}
        .files{font-size:.9rem;padding-left:20px;margin:0 0 12px;overflow-wrap:anywhere}
        footer{color:var(--soft);font-size:.85rem}
        @media (max-width:560px){svg text{font-size:13.5px}svg .axis,svg .number{font-size:12.5px}svg .count{font-size:15px}thead th{white-space:nowrap}main{padding:14px 10px 40px}section,.hero{padding:18px 14px;border-radius:10px}dl.pairs{grid-template-columns:1fr;gap:0}dl.pairs dd{margin:0 0 8px}}
        @media print{@page{margin:14mm}body{background:#fff;font-size:10.5pt}main{padding:0;max-width:none}nav{display:none}
        section,.hero{border:0;border-radius:0;padding:0;margin:0 0 18px}.hero{border-top:0}h2,h3{break-after:avoid}tr,.gallery>figure,pre{break-inside:avoid}
        .table{overflow:visible;break-inside:avoid}table{font-size:8.6pt}th,td{padding:5px 6px}.charts{grid-template-columns:1fr 1fr}.charts.small{grid-template-columns:1fr 1fr 1fr}
        .gallery{grid-template-columns:repeat(5,1fr)}}
        """;
}
