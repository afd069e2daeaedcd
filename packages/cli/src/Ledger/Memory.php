<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Ledger;

use Cotp\Ledger\Account;
use Cotp\Ledger\Ask;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\Exception\LedgerException;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Sender;
use CotpCallback;
use CotpCallbackVerifier;
use CotpCli\UserError;
use CotpRequest;
use CotpStatus;
use PDO;

/** The ledger of one account, with what the commands need from it. */
final readonly class Memory
{
    /** Nobody receives callbacks there. But Retrieve shows the URL, so it proves which request belongs to a reference. */
    public const CALLBACK_URL = 'https://cotp-cli.invalid/callback';
    private const LOOK_SECONDS = 5.0;

    public Ledger $ledger;

    private function __construct(LedgerFile $file, PDO $pdo, public Progress $progress, Sender $sender, string $callbackUrl = self::CALLBACK_URL)
    {
        $secret = $file->secret();
        $verifier = new CotpCallbackVerifier(['cli' => hash_hmac('sha256', 'cotp callback', $secret, true)]);
        $this->ledger = new Ledger($pdo, new Account($sender, $verifier, $callbackUrl, environment: 'cli'), $secret);
    }

    /** @throws UserError when the ledger cannot be used, or belongs to another service */
    public static function toSend(LedgerFile $file, CotpRequest $client, bool $isCreated, string $callbackUrl = self::CALLBACK_URL): self
    {
        $pdo = $file->open($isCreated);
        $progress = new Progress($file, $pdo);
        $progress->requireService();
        return new self($file, $pdo, $progress, new MarkingSender(new CotpSender($client), $progress), $callbackUrl);
    }

    public static function toKeep(LedgerFile $file): self
    {
        $pdo = $file->open(false);
        return new self($file, $pdo, new Progress($file, $pdo), new NoSender());
    }

    /**
     * Lets the ledger look a request up. A request id that it does not know yet is accepted only if Retrieve shows our
     * callback URL, as for any callback.
     * @return array{Ask, bool} what the ledger knows now, and whether the look-up succeeded
     */
    public function look(Ask $ask, string $requestId): array
    {
        try {
            // The time makes it a new one: the ledger processes each callback once.
            $this->ledger->receive(new CotpCallback($ask->reference, $requestId, CotpStatus::Unknown, 'LookUp', sprintf('%.6F', microtime(true))));
            $isShown = $this->ledger->work(10, self::LOOK_SECONDS)->failures === 0;
        } catch (LedgerException) {
            $isShown = false;
        }
        return [$this->ledger->find($ask->key) ?? $ask, $isShown];
    }

    /** Returns the newest attempt. If the process that sent it has ended, its outcome is unknown. */
    public function find(string $reference): ?Ask
    {
        $this->ledger->work(0);     // ends the leases of dead processes, and does nothing else
        return $this->ledger->find($reference);
    }
}
