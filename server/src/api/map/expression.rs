//! Which records are meant: the parameters that selecting, summing up and exporting share.

use super::super::parameters::Parameters;
use super::super::problem::Problem;
use db::map::Expression;

/// Reads an expression.
pub(super) fn read(parameters: &Parameters) -> Result<Expression, Problem> {
    Expression::parse(parameters.pairs())
        .map_err(|unreadable| Problem::parameter(unreadable.name, &unreadable.wanted))
}
