//! Money as whole minor units of one currency. No floats anywhere near it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Currency([u8; 3]);

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

/// The text is not of the form of a currency code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedCurrency;

impl fmt::Display for MalformedCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a currency is three capital letters, such as EUR")
    }
}

impl FromStr for Currency {
    type Err = MalformedCurrency;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(MalformedCurrency),
        }
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl TryFrom<String> for Currency {
    type Error = MalformedCurrency;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        code.parse()
    }
}

/// An amount in minor units (cents) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative for a loss.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

/// Why two amounts cannot be put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// The currencies differ.
    CurrenciesDiffer,
    /// The result does not fit 64 bits.
    Overflow,
}

impl Money {
    /// The sum of two amounts of the same currency.
    ///
    /// # Errors
    /// [`MoneyError`] where the currencies differ or the sum does not fit.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrenciesDiffer);
        }
        let minor = self
            .minor
            .checked_add(other.minor)
            .ok_or(MoneyError::Overflow)?;
        Ok(Self {
            minor,
            currency: self.currency,
        })
    }

    /// Halves a profit: contributors get the odd unit; a loss or nothing pays nobody.
    /// Answers contributors' and company's half.
    #[must_use]
    pub fn halves_of_profit(self) -> (Self, Self) {
        let profit = self.minor.max(0);
        let company = profit / 2;
        let half = |minor| Self {
            minor,
            currency: self.currency,
        };
        (half(profit - company), half(company))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn halves_sum_to_the_profit(minor in any::<i64>()) {
            let profit = Money { minor, currency: "EUR".parse().unwrap() };
            let (contributors, company) = profit.halves_of_profit();
            prop_assert_eq!(contributors.checked_add(company).unwrap().minor, minor.max(0));
            prop_assert!(matches!(contributors.minor - company.minor, 0 | 1));
        }

        #[test]
        fn a_code_round_trips(code in "[A-Z]{3}") {
            prop_assert_eq!(code.parse::<Currency>().unwrap().to_string(), code);
        }

        #[test]
        fn other_texts_are_refused(code in "[a-z]{3}|[A-Z]{0,2}|[A-Z]{4,6}|É[A-Z]") {
            prop_assert_eq!(code.parse::<Currency>(), Err(MalformedCurrency));
        }
    }

    #[test]
    fn currencies_do_not_mix() {
        let euro = Money {
            minor: 1,
            currency: "EUR".parse().unwrap(),
        };
        let yen = Money {
            minor: 1,
            currency: "JPY".parse().unwrap(),
        };
        assert_eq!(euro.checked_add(yen), Err(MoneyError::CurrenciesDiffer));
        let most = Money {
            minor: i64::MAX,
            ..euro
        };
        assert_eq!(most.checked_add(euro), Err(MoneyError::Overflow));
    }
}
