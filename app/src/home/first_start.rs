//! What stands on the home page before there are members or records.

use crate::home::visitor::Hero;
use crate::ui::mark::Vine;
use leptos::prelude::*;

/// Tells whoever set the site up how to make its first admin, where records are there already.
#[component]
pub fn NobodyYet() -> impl IntoView {
    view! {
        <div class="wrap notices">
            <div class="notice notice-warn">
                <div><p><b>"Nobody has an admin's account yet."</b>" Make the first one on the server:"</p>{admin_command()}</div>
            </div>
        </div>
    }
}

/// The home page of a site without any record.
#[component]
pub fn NothingYet(
    /// Whether anybody can sign in.
    anybody: bool,
) -> impl IntoView {
    let steps = if anybody {
        view! {
            <section class="section">
                <div class="empty">
                    <Vine number=2/>
                    <h2>"Nothing has been put up yet"</h2>
                    <p>"The first record is the root of everything that will grow from it."</p>
                    <a class="btn" href="/records/new">"Put up the first"</a>
                </div>
            </section>
        }
        .into_any()
    } else {
        first_steps().into_any()
    };
    view! {
        <Hero/>
        <div class="wrap page">{steps}</div>
    }
}

fn first_steps() -> impl IntoView {
    view! {
        <section class="section">
            <div class="section-head"><h2>"A fresh Understory: two things to do"</h2></div>
            <ol class="steps">
                <li>
                    <h3>"Make the first admin"</h3>
                    <p>"On the server; it asks for a password of 15 characters or more."</p>
                    {admin_command()}
                    <p>"Then "<a href="/sign-in">"sign in"</a>". Others can "<a href="/sign-up">"join"</a>" by themselves."</p>
                </li>
                <li>
                    <h3>"Give it something to grow from"</h3>
                    <p>
                        "Put up a record of your own, or bring in a whole corpus: a folder with "
                        <code>"works.csv"</code>" and "<code>"remixes.csv"</code>"."
                    </p>
                    <pre class="copy" tabindex="0">"understory import path/to/corpus"</pre>
                </li>
            </ol>
        </section>
    }
}

fn admin_command() -> impl IntoView {
    view! { <pre class="copy" tabindex="0">"understory member create HANDLE --role admin"</pre> }
}
