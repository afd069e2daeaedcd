<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use ValueError;

/**
 * What the ledger does by itself, in Ledger::work(). Each policy acts through the same rules as Ledger::askAgain(), and
 * leaves a row. Reminders, the switch to e-mail and the deletion of the original card require a FormVault.
 */
final readonly class Policies
{
    /**
     * @param int|null $remindAfter seconds after which a guest who has not entered the card gets a new link, which
     *     replaces the old one; null: never
     * @param int $reminders how many reminders a question has at most
     * @param bool $emailOnMessageFailed whether a question whose SMS failed is asked by e-mail, once, if
     *     Ledger::ask() was given $fallbackEmail
     * @param int|null $expireAfter seconds after which an open link is deleted; null: the service decides
     * @param bool $deleteOriginal whether the original card is deleted after a security-code form, once Retrieve shows a
     *     different card and the listeners of CardStored have returned. This cannot be undone
     * @param int|null $messagesPerRecipient how many messages one address or phone number gets within $recipientWindow,
     *     over all questions and accounts; it also limits Ledger::ask(). null: no limit
     * @param int $recipientWindow in seconds
     * @param int|null $quietFrom the hour (0 to 23, in the guest's time zone) from which policies send nothing
     * @param int|null $quietUntil the hour until which policies send nothing
     * @param int $afterViewed seconds without an action of a policy after the guest was seen at the form: at least 1800
     * @throws ValueError when an argument is invalid
     */
    public function __construct(
        public ?int $remindAfter = null,
        public int $reminders = 1,
        public bool $emailOnMessageFailed = false,
        public ?int $expireAfter = null,
        public bool $deleteOriginal = false,
        public ?int $messagesPerRecipient = null,
        public int $recipientWindow = 86_400,
        public ?int $quietFrom = null,
        public ?int $quietUntil = null,
        public int $afterViewed = 1800,
    ) {
        self::check('remindAfter', $remindAfter, 1);
        self::check('reminders', $reminders, 0, 20);
        self::check('expireAfter', $expireAfter, 1);
        self::check('messagesPerRecipient', $messagesPerRecipient, 1);
        self::check('recipientWindow', $recipientWindow, 1);
        self::check('quietFrom', $quietFrom, 0, 23);
        self::check('quietUntil', $quietUntil, 0, 23);
        self::check('afterViewed', $afterViewed, 1800);
        if (($quietFrom === null) !== ($quietUntil === null)) {
            throw new ValueError('Policies: $quietFrom and $quietUntil must be given together');
        }
    }

    /** @internal whether a policy may need the form after it was sent */
    public function needForm(): bool
    {
        return $this->remindAfter !== null || $this->emailOnMessageFailed || $this->deleteOriginal;
    }

    private static function check(string $name, ?int $value, int $least, int $most = PHP_INT_MAX): void
    {
        if ($value !== null && ($value < $least || $value > $most)) {
            throw new ValueError("Policies: \$$name must be at least $least" . ($most === PHP_INT_MAX ? '' : " and at most $most"));
        }
    }
}
