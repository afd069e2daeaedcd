<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

use Cotp\Ledger\Sender;
use CotpForm;
use CotpNotFoundException;
use CotpState;
use CotpStatus;
use SensitiveParameter;

/**
 * A service that several processes share: its requests are files. A process can be killed, or wait for a file, at each
 * of its points ("before_send", "after_send", "after_delete", "before_retrieve").
 */
final readonly class FileService implements Sender
{
    /** @param array<string, string> $at what happens at a point: "kill", or the name of a file to wait for */
    public function __construct(private string $folder, private array $at = [])
    {
        is_dir($folder) || mkdir($folder);
    }

    public function send(CotpForm $form): string
    {
        $this->reach('before_send');
        $id = 'request-' . bin2hex(random_bytes(8));
        file_put_contents("$this->folder/$id.url", (string) $form->callbackUrl);
        $this->note("sent $id");
        $this->reach('after_send');
        return $id;
    }

    public function retrieve(string $requestId): CotpState
    {
        $this->reach('before_retrieve');
        $url = @file_get_contents("$this->folder/$requestId.url");
        if ($url === false) {
            throw new CotpNotFoundException('not found');
        }
        $this->note("retrieved $requestId");
        $status = CotpStatus::fromWire(trim((string) @file_get_contents("$this->folder/$requestId.status")) ?: 'MessageQueued');
        $cardUri = $status === CotpStatus::CardStored ? "https://vault.example/$requestId" : null;
        return new CotpState($requestId, $status, $status->value, $cardUri, details: ['CallbackUrl' => $url]);
    }

    public function delete(string $requestId): void
    {
        file_put_contents("$this->folder/$requestId.status", 'LinkExpired');
        $this->note("deleted $requestId");
        $this->reach('after_delete');
    }

    public function deleteCard(#[SensitiveParameter] string $cardUri): void
    {
        $this->note('deleted a card');
    }

    /** @return list<string> the ids of the requests for which this was noted, in order */
    public function noted(string $what): array
    {
        preg_match_all("~^$what (\S+)$~m", (string) @file_get_contents("$this->folder/notes"), $match);
        return $match[1];
    }

    private function note(string $line): void
    {
        file_put_contents("$this->folder/notes", "$line\n", FILE_APPEND | LOCK_EX);
    }

    private function reach(string $point): void
    {
        $action = $this->at[$point] ?? null;
        if ($action === null) {
            return;
        }
        touch("$this->folder/reached-$point-" . getmypid());
        touch("$this->folder/reached-$point");
        if ($action === 'kill') {
            posix_kill(posix_getpid(), SIGKILL);
        }
        Wait::until(fn (): bool => file_exists("$this->folder/$action"), "the file $action exists");
    }
}
