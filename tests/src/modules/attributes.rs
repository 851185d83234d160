//! The attributes of syn's enum types.

use syn::{Attribute, Expr, FnArg, ForeignItem, GenericParam, ImplItem, Item, TraitItem};

macro_rules! attributes_of {
    ($($function:ident($kind:ident): $($variant:ident)*;)*) => { $(
        pub(super) fn $function(node: &$kind) -> &[Attribute] {
            match node {
                $($kind::$variant(inner) => inner.attrs.as_slice(),)*
                _ => &[],
            }
        }
    )* };
}

attributes_of! {
    of_item(Item): Const Enum ExternCrate Fn ForeignMod Impl Macro Mod Static Struct Trait TraitAlias Type Union Use;
    of_impl_item(ImplItem): Const Fn Type Macro;
    of_trait_item(TraitItem): Const Fn Type Macro;
    of_foreign_item(ForeignItem): Fn Static Type Macro;
    of_expression(Expr): Array Assign Async Await Binary Block Break Call Cast Closure Const Continue Field ForLoop
        Group If Index Infer Let Lit Loop Macro Match MethodCall Paren Path Range RawAddr Reference Repeat Return
        Struct Try TryBlock Tuple Unary Unsafe While Yield;
}

pub(super) fn of_parameter(node: &GenericParam) -> &[Attribute] {
    match node {
        GenericParam::Lifetime(inner) => &inner.attrs,
        GenericParam::Type(inner) => &inner.attrs,
        GenericParam::Const(inner) => &inner.attrs,
    }
}

pub(super) fn of_argument(node: &FnArg) -> &[Attribute] {
    match node {
        FnArg::Receiver(inner) => &inner.attrs,
        FnArg::Typed(inner) => &inner.attrs,
    }
}
