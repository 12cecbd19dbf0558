//! `understory member`: accounts from the command line.

use crate::cli::MemberCommand;
use crate::config::Config;
use crate::start::{Failure, open_database};
use app::AppError;
use db::Db;
use domain::text::{Field, check_password};
use std::io::{IsTerminal, Read};

/// Runs one of them.
pub(crate) async fn run(config: &Config, command: MemberCommand) -> Result<bool, Failure> {
    let db = open_database(config).await?;
    db.migrate().await.map_err(told)?;
    match command {
        MemberCommand::Create { handle, role, name } => {
            let password = read_password()?;
            let name = name.unwrap_or_else(|| handle.clone());
            db::member::create_member(&db, &handle, &name, role, &password)
                .await
                .map_err(told)?;
            println!("@{handle} is a member with the role {role}.");
        }
        MemberCommand::Role { handle, role } => {
            db::member::set_role(&db, &handle, role)
                .await
                .map_err(told)?;
            println!("@{handle} has the role {role}.");
        }
        MemberCommand::Suspend { handle, lift } => {
            db::member::set_suspended(&db, &handle, !lift)
                .await
                .map_err(told)?;
            println!(
                "@{handle} {}.",
                if lift {
                    "may sign in again"
                } else {
                    "is suspended"
                }
            );
        }
        MemberCommand::Password { handle } => {
            let password = read_password()?;
            db::member::set_password(&db, &handle, &password)
                .await
                .map_err(told)?;
            println!("@{handle} has a new password, and all sessions have ended.");
        }
        MemberCommand::List { letters } => list(&db, &letters).await?,
    }
    Ok(true)
}

async fn list(db: &Db, letters: &str) -> Result<(), Failure> {
    for member in db::member::list_roll(db, letters).await.map_err(told)? {
        let state = match (member.suspended, member.has_password) {
            (true, _) => "suspended",
            (false, true) => "",
            (false, false) => "no password yet",
        };
        println!(
            "{:<40} {:<9} {state:<16} {}",
            member.handle.as_str(),
            member.role.as_str(),
            member.name
        );
    }
    Ok(())
}

/// Says what went wrong as a page would.
fn told(error: db::Error) -> Failure {
    match error {
        db::Error::NotFound => Failure("There is no member with this handle.".to_owned()),
        db::Error::Database(cause) => Failure(format!("The database failed: {cause}")),
        other => Failure(AppError::from(other).message()),
    }
}

/// Asks twice at a terminal; else reads the first line of standard input.
fn read_password() -> Result<String, Failure> {
    let unreadable =
        |error: std::io::Error| Failure(format!("The password cannot be read: {error}"));
    let password = if std::io::stdin().is_terminal() {
        let password = rpassword::prompt_password("Password (at least 15 characters): ")
            .map_err(unreadable)?;
        let again = rpassword::prompt_password("Once more: ").map_err(unreadable)?;
        if password != again {
            return Err(Failure(
                "The two passwords differ. Nothing was changed.".to_owned(),
            ));
        }
        password
    } else {
        let mut input = String::new();
        std::io::stdin()
            .take(4096)
            .read_to_string(&mut input)
            .map_err(unreadable)?;
        input.lines().next().unwrap_or_default().to_owned()
    };
    check_password(Field::Password, &password)
        .map_err(|error| Failure(AppError::from(error).message()))?;
    Ok(password)
}
