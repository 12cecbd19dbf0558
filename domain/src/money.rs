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

/// The currencies of ISO 4217 that money is kept in, with a digit after those whose minor unit is not a hundredth.
const LISTED: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD3 BIF0 BMD BND BOB BRL BSD BTN BWP \
    BYN BZD CAD CDF CHF CLP0 CNY COP CRC CUP CVE CZK DJF0 DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD \
    GNF0 GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD3 IRR ISK0 JMD JOD3 JPY0 KES KGS KHR KMF0 KPW KRW0 KWD3 KYD KZT LAK \
    LBP LKR LRD LSL LYD3 MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR3 PAB \
    PEN PGK PHP PKR PLN PYG0 QAR RON RSD RUB RWF0 SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB \
    TJS TMT TND3 TOP TRY TTD TWD TZS UAH UGX0 USD UYU UZS VED VES VND0 VUV0 WST XAF0 XCD XOF0 XPF0 YER ZAR ZMW";

impl Currency {
    fn listed(self) -> Option<&'static str> {
        let code = self.to_string();
        LISTED
            .split_whitespace()
            .find(|entry| entry.starts_with(&code))
    }

    /// Whether it is a currency that people are paid in, and not merely three letters.
    #[must_use]
    pub fn is_listed(self) -> bool {
        self.listed().is_some()
    }

    /// How many digits stand after the point: 2 for euros and cents, 0 for yen.
    #[must_use]
    pub fn digits(self) -> u32 {
        let digit = self.listed().and_then(|entry| entry.chars().nth(3));
        digit.and_then(|digit| digit.to_digit(10)).unwrap_or(2)
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
    /// The text is not an amount: digits, and after a point at most as many as the currency has.
    Malformed,
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

    /// An amount as people type it: `1200`, `1 200.50`. Never rounded.
    ///
    /// # Errors
    /// [`MoneyError::Malformed`] or [`MoneyError::Overflow`].
    pub fn parse(typed: &str, currency: Currency) -> Result<Self, MoneyError> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let (whole, part) = match typed.split_once('.') {
            Some((whole, part)) if !part.is_empty() => (whole, part),
            Some(_) => return Err(MoneyError::Malformed),
            None => (typed.as_str(), ""),
        };
        let digits = currency.digits() as usize;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || part.len() > digits || !is_number(whole) || !is_number(part) {
            return Err(MoneyError::Malformed);
        }
        let minor = format!("{whole}{part:0<digits$}");
        let minor = minor.parse().map_err(|_| MoneyError::Overflow)?;
        Ok(Self { minor, currency })
    }

    /// The amount alone as it is typed, `1200.50`: [`Money::parse`] gives the same back.
    #[must_use]
    pub fn amount(self) -> String {
        let digits = self.currency.digits() as usize;
        let minus = if self.minor < 0 { "-" } else { "" };
        let all = format!("{:0>width$}", self.minor.unsigned_abs(), width = digits + 1);
        match all.split_at(all.len() - digits) {
            (whole, "") => format!("{minus}{whole}"),
            (whole, part) => format!("{minus}{whole}.{part}"),
        }
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

/// `EUR 1,200.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.amount();
        let (whole, part) = match amount.split_once('.') {
            Some((whole, part)) => (whole, Some(part)),
            None => (amount.as_str(), None),
        };
        let (minus, whole) = match whole.strip_prefix('-') {
            Some(whole) => ("-", whole),
            None => ("", whole),
        };
        write!(f, "{} {minus}", self.currency)?;
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        part.map_or(Ok(()), |part| write!(f, ".{part}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn money(minor: i64, code: &str) -> Money {
        Money {
            minor,
            currency: code.parse().unwrap(),
        }
    }

    #[test]
    fn amounts_as_people_type_and_read_them() {
        let rows = [
            ("1200", "EUR", Some(120_000), "EUR 1,200.00"),
            (" 1 200.5", "EUR", Some(120_050), "EUR 1,200.50"),
            ("0.05", "USD", Some(5), "USD 0.05"),
            ("1200", "JPY", Some(1_200), "JPY 1,200"),
            ("1.234", "KWD", Some(1_234), "KWD 1.234"),
        ];
        for (typed, code, minor, shown) in rows {
            let read = Money::parse(typed, code.parse().unwrap()).ok();
            assert_eq!(read.map(|money| money.minor), minor, "{typed}");
            assert_eq!(read.unwrap().to_string(), shown);
        }
        for (typed, code) in [
            ("1,200", "EUR"),
            ("1.234", "EUR"),
            ("1.5", "JPY"),
            ("1.", "EUR"),
            (".5", "EUR"),
            ("-1", "EUR"),
            ("", "EUR"),
            ("1e3", "EUR"),
            ("99999999999999999999", "EUR"),
        ] {
            assert!(
                Money::parse(typed, code.parse().unwrap()).is_err(),
                "{typed}"
            );
        }
        assert_eq!(money(-5, "EUR").to_string(), "EUR -0.05");
        assert!(money(0, "EUR").currency.is_listed());
        assert!(!money(0, "ERU").currency.is_listed());
    }

    proptest! {
        #[test]
        fn an_amount_is_read_as_it_is_written(minor in 0..i64::MAX, code in "EUR|JPY|KWD") {
            let money = money(minor, &code);
            prop_assert_eq!(Money::parse(&money.amount(), money.currency), Ok(money));
        }

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
