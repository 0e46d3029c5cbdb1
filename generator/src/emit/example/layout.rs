//! Line breaks in examples. Long calls and chains are broken as rustfmt would break them.

/// The maximum length of a call or chain on one line, in characters (rustfmt's `fn_call_width` and `chain_width`).
const WIDTH: usize = 60;

/// An expression of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// Text without line breaks.
    Atom(String),
    /// The text up to and including the opening bracket, the arguments, and the closing bracket.
    Group(String, Vec<Expr>, &'static str),
    /// A receiver and the calls on it.
    Chain(String, Vec<Expr>),
    /// A call as the receiver, and the calls on its result.
    Chained(Box<Expr>, Vec<Expr>),
}

impl Expr {
    /// Creates a call.
    pub(super) fn call(function: impl Into<String>, args: Vec<Self>) -> Self {
        Self::Group(function.into() + "(", args, ")")
    }

    /// Creates an array or a `vec!`.
    pub(super) fn list(start: &str, items: Vec<Self>) -> Self {
        Self::Group(start.to_owned() + "[", items, "]")
    }

    /// Returns a reference to the value.
    pub(super) fn borrowed(self) -> Self {
        match self {
            Self::Atom(text) => Self::Atom(format!("&{text}")),
            Self::Group(start, args, end) => Self::Group(format!("&{start}"), args, end),
            Self::Chain(head, links) => Self::Chain(format!("&{head}"), links),
            Self::Chained(head, links) => Self::Chained(Box::new(head.borrowed()), links),
        }
    }

    /// Returns the lines of a statement: `start`, the expression, and a semicolon.
    pub(super) fn statement(start: &str, value: &Self) -> Vec<String> {
        let text = format!("{start}{};", value.text(""));
        text.lines().map(str::to_owned).collect()
    }

    /// Returns the expression on one line.
    pub(super) fn flat(&self) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Group(start, args, end) => {
                let args: Vec<String> = args.iter().map(Self::flat).collect();
                format!("{start}{}{end}", args.join(", "))
            }
            Self::Chain(head, links) => links.iter().fold(head.clone(), |text, link| text + &link.flat()),
            Self::Chained(head, links) => links.iter().fold(head.flat(), |text, link| text + &link.flat()),
        }
    }

    /// Formats the expression, with the current line indented by `indent`.
    fn text(&self, indent: &str) -> String {
        let flat = self.flat();
        if flat.chars().count() <= WIDTH {
            return flat;
        }
        let deeper = format!("{indent}    ");
        match self {
            Self::Atom(_) => flat,
            Self::Group(_, args, _) if args.is_empty() => flat,
            Self::Group(start, args, end) => {
                if let [only @ Self::Group(..)] = args.as_slice() {
                    return format!("{start}{}{end}", only.text(indent));
                }
                let lines: String =
                    args.iter().map(|arg| format!("{deeper}{},\n", arg.text(&deeper))).collect();
                format!("{start}\n{lines}{indent}{end}")
            }
            Self::Chain(head, links) => {
                let links = links.iter().map(|link| format!("\n{deeper}{}", link.text(&deeper)));
                head.clone() + &links.collect::<String>()
            }
            Self::Chained(head, links) => {
                let links = links.iter().map(|link| format!("\n{deeper}{}", link.text(&deeper)));
                head.text(indent) + &links.collect::<String>()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_chains_are_broken() {
        let atom = |text: &str| Expr::Atom(text.to_owned());
        let short = Expr::Chain("client".into(), vec![Expr::call(".get", vec![atom("1")]), atom(".await?")]);
        assert_eq!(Expr::statement("let x = ", &short), ["let x = client.get(1).await?;"]);
        let name = "\"a string that is quite long\"";
        let long =
            Expr::Chain("client".into(), vec![Expr::call(".get", vec![atom(name), atom(name), atom(name)])]);
        let want = [
            "client",
            "    .get(",
            "        \"a string that is quite long\",",
            "        \"a string that is quite long\",",
            "        \"a string that is quite long\",",
            "    );",
        ];
        assert_eq!(Expr::statement("", &long), want);
    }
}
