//! What a challenge pays: said before any work is done, and never made worse afterwards.

use super::ChallengeError;
use crate::money::{Currency, Money, MoneyError};
use crate::text::{self, Field, TextError};

/// Most contributors that a budget can be for.
pub const CONTRIBUTORS_MAX: i64 = 1_000_000;
/// Longest line on what unused work gets, in characters.
pub const UNUSED_MAX: usize = 500;

/// What a challenge pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pay {
    /// No pay is promised.
    None,
    /// There is a budget.
    Budget(Budget),
}

/// Money for those whose work is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// All of it; more than nothing.
    pub total: Money,
    /// Among how many contributors it is expected to be divided, from 1.
    pub contributors: i64,
    /// What work gets that is not used.
    pub unused: String,
}

impl Pay {
    /// The word in tables and forms.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Budget(_) => "budget",
        }
    }

    /// Checks what was typed; the other fields count only for a budget.
    ///
    /// # Errors
    /// [`TextError`] at the field.
    pub fn parse(
        pay: &str,
        budget: &str,
        currency: &str,
        contributors: &str,
        unused: &str,
    ) -> Result<Self, TextError> {
        match pay {
            "none" => return Ok(Self::None),
            "budget" => {}
            "" => return Err(TextError::Empty(Field::Pay)),
            _ => return Err(TextError::Malformed(Field::Pay)),
        }
        let currency = text::required_line(Field::Currency, currency, 40)?.to_ascii_uppercase();
        let currency: Option<Currency> = currency.parse().ok();
        let currency = currency
            .filter(|code| code.is_listed())
            .ok_or(TextError::Malformed(Field::Currency))?;
        let budget = text::required_line(Field::Budget, budget, 40)?;
        let total = Money::parse(&budget, currency)
            .map_err(|_: MoneyError| TextError::Malformed(Field::Budget))?;
        if total.minor == 0 {
            return Err(TextError::Malformed(Field::Budget));
        }
        let contributors = text::required_line(Field::Contributors, contributors, 40)?;
        let contributors = contributors.parse().ok();
        let contributors = contributors
            .filter(|count| (1..=CONTRIBUTORS_MAX).contains(count))
            .ok_or(TextError::Malformed(Field::Contributors))?;
        Ok(Self::Budget(Budget {
            total,
            contributors,
            unused: text::required_line(Field::UnusedWork, unused, UNUSED_MAX)?,
        }))
    }

    /// Whether these terms may take the place of `before` where records were entered already: whoever worked for the
    /// old terms must not get less by the new ones. A budget stays a budget in its currency, neither it nor what each
    /// could expect of it shrinks, and what unused work gets may only be added to.
    ///
    /// # Errors
    /// [`ChallengeError::PayWorsened`] with what is worse.
    pub fn check_change(&self, before: &Self) -> Result<(), ChallengeError> {
        let worse = |field| Err(ChallengeError::PayWorsened { field });
        let Self::Budget(old) = before else {
            return Ok(());
        };
        let Self::Budget(new) = self else {
            return worse(Field::Pay);
        };
        if new.total.currency != old.total.currency {
            return worse(Field::Currency);
        }
        if new.total.minor < old.total.minor {
            return worse(Field::Budget);
        }
        let product = |minor: i64, count: i64| i128::from(minor) * i128::from(count);
        if product(new.total.minor, old.contributors) < product(old.total.minor, new.contributors) {
            return worse(Field::Contributors);
        }
        if !new.unused.starts_with(&old.unused) {
            return worse(Field::UnusedWork);
        }
        Ok(())
    }
}

impl Budget {
    /// What each could expect if as many contribute as is expected, rounded down to a minor unit.
    #[must_use]
    pub fn each(&self) -> Money {
        Money {
            minor: self.total.minor / self.contributors.max(1),
            ..self.total
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn budget(total: i64, code: &str, contributors: i64, unused: &str) -> Pay {
        Pay::Budget(Budget {
            total: Money {
                minor: total,
                currency: code.parse().unwrap(),
            },
            contributors,
            unused: unused.to_owned(),
        })
    }

    fn pay() -> impl Strategy<Value = Pay> {
        let budgets = (1..50_i64, "EUR|USD", 1..6_i64, "a|ab|b")
            .prop_map(|(total, code, count, unused)| budget(total, &code, count, &unused));
        prop_oneof![1 => Just(Pay::None), 6 => budgets]
    }

    /// What one of `count` contributors could expect, as a fraction.
    fn each(pay: &Pay) -> (i64, i64) {
        match pay {
            Pay::None => (0, 1),
            Pay::Budget(budget) => (budget.total.minor, budget.contributors),
        }
    }

    proptest! {
        #[test]
        fn terms_may_stay_as_they_are(pay in pay()) {
            prop_assert_eq!(pay.check_change(&pay), Ok(()));
        }

        #[test]
        fn nobody_can_expect_less_after_a_change(before in pay(), after in pay()) {
            if after.check_change(&before).is_ok() {
                let ((old, old_count), (new, new_count)) = (each(&before), each(&after));
                prop_assert!(new >= old);
                prop_assert!(new * old_count >= old * new_count);
            }
        }

        #[test]
        fn small_steps_lead_no_farther(one in pay(), two in pay(), three in pay()) {
            if two.check_change(&one).is_ok() && three.check_change(&two).is_ok() {
                prop_assert_eq!(three.check_change(&one), Ok(()));
            }
        }
    }

    #[test]
    fn what_is_worse_is_named() {
        let before = budget(120_000, "EUR", 4, "A credit.");
        let rows = [
            (Pay::None, Field::Pay),
            (budget(120_000, "USD", 4, "A credit."), Field::Currency),
            (budget(119_999, "EUR", 1, "A credit."), Field::Budget),
            (budget(120_000, "EUR", 5, "A credit."), Field::Contributors),
            (budget(120_000, "EUR", 4, "Nothing."), Field::UnusedWork),
        ];
        for (after, field) in rows {
            let told = after.check_change(&before);
            assert_eq!(told, Err(ChallengeError::PayWorsened { field }));
        }
        for better in [
            budget(150_000, "EUR", 5, "A credit."),
            budget(120_000, "EUR", 3, "A credit. And a postcard."),
        ] {
            assert_eq!(better.check_change(&before), Ok(()));
            assert_eq!(better.check_change(&Pay::None), Ok(()));
        }
    }

    #[test]
    fn typed_terms_are_checked() {
        let parse =
            |budget, currency, count, unused| Pay::parse("budget", budget, currency, count, unused);
        let good = parse("1200", "eur", "4", "A credit.").unwrap();
        assert_eq!(good, budget(120_000, "EUR", 4, "A credit."));
        let Pay::Budget(terms) = good else { panic!() };
        assert_eq!(terms.each().to_string(), "EUR 300.00");
        let refused = |pay: Result<Pay, TextError>| pay.unwrap_err().field();
        assert_eq!(refused(parse("x", "EUR", "4", "a")), Field::Budget);
        assert_eq!(refused(parse("0", "EUR", "4", "a")), Field::Budget);
        assert_eq!(refused(parse("1", "ERU", "4", "a")), Field::Currency);
        assert_eq!(refused(parse("1", "EUR", "0", "a")), Field::Contributors);
        assert_eq!(refused(parse("1", "EUR", "4", " ")), Field::UnusedWork);
        assert_eq!(refused(Pay::parse("", "", "", "", "")), Field::Pay);
        assert_eq!(Pay::parse("none", "x", "", "", ""), Ok(Pay::None));
    }
}
