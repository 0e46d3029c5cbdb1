//! Tests Markdown from documents against the expected output.

use super::*;

fn sentences(text: &str) -> String {
    lines(text, Wrap::Sentences).join("\n")
}

#[test]
fn ordinary_markdown_is_preserved() {
    let cases = [
        ("One sentence here. Another one.", "One sentence here.\nAnother one."),
        ("See e.g. This one.", "See e.g. This one."),
        ("A line\nbroken anywhere. And\nmore.", "A line broken anywhere.\nAnd more."),
        ("- An item. with more.\n- two", "- An item. with more.\n- two"),
        ("Some:\n* a\n* b\n\nMore.", "Some:\n* a\n* b\n\nMore."),
        ("- Long item. With more.\n- two", "- Long item.\n  With more.\n- two"),
        ("1. a\n2. b\n\n   c", "1. a\n2. b\n\n   c"),
        ("`code. Also code` here. **Bold text. More.**", "`code. Also code` here. **Bold text.\nMore.**"),
        ("snake_case, 2 * 3 and /a_b/{c_d}, 5 < 6 & 7", "snake_case, 2 * 3 and /a_b/{c_d}, 5 \\< 6 & 7"),
        ("[docs](https://example.com/)", "[docs](https://example.com/)"),
        ("see https://example.com/a_b.", "see <https://example.com/a_b>."),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "| a | b |\n| --- | :-: |\n| 1 | 2 |"),
        ("> quoted\n> text", "> quoted text"),
        ("a  \nb\\\nc", "a\\\nb\\\nc"),
        ("# Title. More\ntext", "**Title. More**\n\ntext"),
    ];
    for (text, want) in cases {
        assert_eq!(sentences(text), want, "{text:?}");
    }
}

#[test]
fn harmful_markup_becomes_text() {
    let cases = [
        ("    indented\n\n\n\ncode", "indented\n\ncode"),
        ("*     panic!()", "* ```text\n  panic!()\n  ```"),
        ("-\t\tpanic!()", "- ```text\n    panic!()\n  ```"),
        ("- ~~~\n  panic!()\n  ~~~", "- ```text\n  panic!()\n  ```"),
        ("> *     panic!()", "> * ```text\n>   panic!()\n>   ```"),
        ("```\nrm -rf\n", "```text\nrm -rf\n```"),
        ("````rust\n```\n````", "````text\n```\n````"),
        ("an [item] and `[code]`", "an \\[item\\] and `[code]`"),
        ("<script>", "\\<script\\>"),
        ("\\<div\\>", "\\<div\\>"),
        ("&lt;b&gt; &amp;lt; &#x202e; &#32;&#32;&#32;&#32;a", "\\<b\\> \\&lt; \u{fffd}     a"),
        ("&#32;&#32;&#32;&#32;&#35; a", "\\# a"),
        ("![a](https://example.com/a.png)", "[a](https://example.com/a.png)"),
        ("wow!\\\n[a](https://b.c)", "wow!\\\n[a](https://b.c)"),
        ("wow![a](https://b.c) wow\\![a](https://b.c)", "wow[a](https://b.c) wow\\![a](https://b.c)"),
        (
            "[x](java\tscript:a) [y](javascript:a \"t\")",
            "\\[x\\](java    script:a) \\[y\\](javascript:a \"t\")",
        ),
        ("[x](/relative) [y](#z)", "\\[x\\](/relative) \\[y\\](#z)"),
        ("[a]: javascript:b\n\n[a]", "\\[a\\](javascript:b)"),
        ("[^1]\n\n[^1]: a note", "\\[^1\\]\n\n\\[^1\\]: a note"),
        ("a\n\\===\n\\- b\n1\\. c", "a === - b 1. c"),
        ("a\n1. [b]: /c\n11. d <table>    e", "a\n\n11. d\n\n    | e |\n    | --- |"),
        ("1<b>1. </b>a", "11\\. a"),
        ("<b> &</b>lt; a", "\\&lt; a"),
        ("<a href='https://d.e'><code>a ]: b</code></a>", "[a \\]: b](https://d.e)"),
        ("ftp://a.b/c and xmpp:a@b.c", "`ftp://a.b/c` and `xmpp:a@b.c`"),
        ("xhttps://example.com", "x<https://example.com>"),
        ("# `a. B <img>`", "**`a. B <img>`**"),
        ("a\u{202e}b\u{ad}c", "a\u{fffd}b\u{fffd}c"),
    ];
    for (text, want) in cases {
        assert_eq!(sentences(text), want, "{text:?}");
    }
}

#[test]
fn escaped_lines_do_not_start_blocks() {
    let text = "a\n\\# b\n\\===\n\\- c\n\\+ d\n1\\. e\n\\| f |\n\\:-:\n\\* g\n\\_\\_\\_\n\\~~~";
    let want = "a\n\\# b\n\\===\n\\- c\n\\+ d\n1\\. e\n\\| f |\n\\:-:\n\\* g\n\\_\\_\\_\n\\~\\~\\~";
    assert_eq!(lines(text, Wrap::AsWritten).join("\n"), want);
}

#[test]
fn code_spans_can_contain_any_text() {
    let cases = [
        ("a|b", "`a\\|b`"),
        ("", "` `"),
        ("a`b", "`` a`b ``"),
        ("a\n``", "``` a `` ```"),
        ("x\u{202e}y", "`x\u{fffd}y`"),
        ("\\|<b>", "\\\\\\|\\<b\\>"),
    ];
    for (text, want) in cases {
        assert_eq!(code_cell(text), want, "{text:?}");
    }
}

#[test]
fn cells_do_not_break_the_table() {
    let cases = [
        ("a | b\nc", "a \\| b c"),
        ("<b onclick=x>", "\\<b onclick=x\\>"),
        ("[x](javascript:a)", "\\[x\\](javascript:a)"),
        ("![x](https://a.b/c.png)", "[x](https://a.b/c.png)"),
        ("see [x](https://a.b/c)", "see [x](https://a.b/c)"),
        ("[x](https://a/|y \"a|b\")", "[x](https://a/%7Cy \"a\\|b\")"),
        ("`a|b`", "`a\\|b`"),
        ("\\\\|", "\\\\\\|"),
        ("- a\n- b\n\n      c", "- a - b `c`"),
        ("| a | b |\n|---|---|\n| `x | <img>` | c |", "a \\| b \\| \\`x \\| \\<img\\>\\`"),
        ("# Big\nsmall", "**Big** small"),
    ];
    for (text, want) in cases {
        assert_eq!(cell(text), want, "{text:?}");
    }
}

#[test]
fn single_lines_do_not_start_blocks() {
    assert_eq!(line("# not big"), "**not big**");
    assert_eq!(line("1. one\n2. two"), "1\\. one 2. two");
    assert_eq!(rest("1. one"), "1. one");
    assert_eq!(line("---"), "");
    assert_eq!(first_cell("a\nb\n\nc"), "a b");
}

#[test]
fn harmless_html_becomes_markdown() {
    let cases = [
        ("<p>Returns a <b>list</b>. More.</p>\n<p>Two</p>", "Returns a **list**.\nMore.\n\nTwo"),
        ("<P CLASS=x>a<br/>b</P>", "a\\\nb"),
        ("<p>a<p>b<p>c", "a\n\nb\n\nc"),
        ("One.<p>Two <i>x</i> <em>y</em>", "One.\n\nTwo *x* *y*"),
        ("<ul>\n  <li>a</li>\n  <li>b <code>x_y</code></li>\n</ul>", "- a\n- b `x_y`"),
        ("Some:<ol><li>a<li><p>b</p></ol>end", "Some:\n1. a\n2. b\n\nend"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>", "- a\n- b"),
        (
            "see <a href=\"https://a.b/c?d=1\" target='_blank'>the *docs*</a>.",
            "see [the *docs*](https://a.b/c?d=1).",
        ),
        ("<a href='https://a.b/?c&amp;d'>x</a>", "[x](https://a.b/?c&d)"),
        ("<a href='/docs'>docs</a> <a name=x>y</a>", "docs y"),
        ("<h2>Title</h2>text", "**Title**\n\ntext"),
        ("<pre><code>a &lt; b\n\n  c</code></pre>", "```text\na < b\n\n  c\n```"),
        ("use <code>a &amp; *b*</code> or <pre>c</pre>", "use `a & b` or\n```text\nc\n```"),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead>\n<tr><td>1 | 2<p>x</p><td><ul><li>y</ul></table>",
            "| a | b |\n| --- | --- |\n| 1 \\| 2 x | - y |",
        ),
        ("<table><tr><td>a<tr><td>b<td>c</table>", "| a |  |\n| --- | --- |\n| b | c |"),
        ("| a |\n|---|\n| x<br>y <b>z</b> |", "| a |\n| --- |\n| x y **z** |"),
        ("a &lt;p&gt; `<p>` \\<p>", "a \\<p\\> `<p>` \\<p\\>"),
        ("- a <b>x\n- b", "- a **x**\n- b"),
        ("*a <code>b* c", "*a `b`* c"),
        ("a<table>b<ol>c", "a\n\n| b c |\n| --- |"),
        (
            "a\n<table><a b='__<ol>a<a href=https://b.c> c\n\nd",
            "a\n\n| \\<a b='\\_\\_ a[c](https://b.c) |\n| --- |\n\nd",
        ),
    ];
    for (text, want) in cases {
        assert_eq!(sentences(text), want, "{text:?}");
    }
}

#[test]
fn other_html_is_text() {
    let cases = [
        ("<img src=x onerror=a>", "\\<img src=x onerror=a\\>"),
        ("<p onclick=\"a\">b</p>", "\\<p onclick=\"a\"\\>b"),
        ("<a href=\"javascript:a\">b</a>", "\\<a href=\"javascript:a\"\\>b\\</a\\>"),
        ("<a href=\"java\tscript:a\">b</a>", "\\<a href=\"java   script:a\"\\>b\\</a\\>"),
        ("<a href='&#106;avascript:a'>b</a>", "\\<a href='\\&#106;avascript:a'\\>b\\</a\\>"),
        ("<a href='//a.b'>b</a>", "b"),
        ("x </b> <li>y</li>", "x \\</b\\> \\<li\\>y"),
        ("<pre>```\n<img></pre>", "````text\n```\n<img>\n````"),
        ("<code>`a`</code>", "`a`"),
        ("<table><tr><td><ul><li>x\n\n</ul></table>", "| - x |\n| --- |"),
        ("<pre>a&#x6;&#x202e;</pre>", "```text\na\u{fffd}\u{fffd}\n```"),
        ("<!-- <b> --> <b", "\\<!-- \\<b\\> --\\> \\<b"),
    ];
    for (text, want) in cases {
        assert_eq!(sentences(text), want, "{text:?}");
    }
}
