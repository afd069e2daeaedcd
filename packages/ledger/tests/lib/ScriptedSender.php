<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

use Closure;
use Cotp\Ledger\Sender;
use CotpException;
use CotpForm;
use CotpNotFoundException;
use CotpState;
use CotpStatus;
use SensitiveParameter;
use Throwable;

/** A service whose outcomes the test scripts. It counts what a guest would have received. */
final class ScriptedSender implements Sender
{
    /** @var list<CotpForm> the forms that were sent, whether the caller learned it or not */
    public array $sent = [];
    /** @var list<Closure(CotpForm): mixed> what the next sends do instead: throw, or run code and then send */
    public array $onSend = [];
    /** @var list<Closure(string): ?CotpState> what the next retrieves do instead */
    public array $onRetrieve = [];
    /** @var list<Closure(string): mixed> what the next deletes do before */
    public array $onDelete = [];
    /** @var array<string, CotpStatus> by request id */
    public array $statuses = [];
    /** @var array<string, array<string, mixed>> the details that Retrieve shows, by request id */
    public array $details = [];
    /** @var list<string> */
    public array $retrieved = [];
    /** @var list<string> */
    public array $deleted = [];
    /** @var list<string> */
    public array $deletedCards = [];
    private int $ids = 0;

    public function __construct(private readonly string $prefix = 'request')
    {
    }

    public function send(CotpForm $form): string
    {
        $script = array_shift($this->onSend);
        $script !== null && $script($form);
        return $this->process($form);
    }

    /** Sends, as a service does whose response is then lost. */
    public function process(CotpForm $form): string
    {
        $id = "$this->prefix-" . ++$this->ids;
        $this->sent[] = $form;
        $this->statuses[$id] = CotpStatus::MessageQueued;
        $this->details[$id] = ['CallbackUrl' => $form->callbackUrl];
        return $id;
    }

    public function retrieve(string $requestId): CotpState
    {
        $this->retrieved[] = $requestId;
        $script = array_shift($this->onRetrieve);
        $scripted = $script === null ? null : $script($requestId);
        if ($scripted !== null) {
            return $scripted;
        }
        $status = $this->statuses[$requestId] ?? throw new CotpNotFoundException('not found');
        $cardUri = $status === CotpStatus::CardStored ? "https://vault.example/card-of-$requestId" : null;
        return new CotpState($requestId, $status, $status->value, $cardUri, details: $this->details[$requestId] ?? []);
    }

    public function delete(string $requestId): void
    {
        $script = array_shift($this->onDelete);
        $script !== null && $script($requestId);
        $this->deleted[] = $requestId;
        $this->statuses[$requestId] = CotpStatus::LinkExpired;
    }

    public function deleteCard(#[SensitiveParameter] string $cardUri): void
    {
        $this->deletedCards[] = $cardUri;
    }

    /** The next send fails before anything was sent. */
    public function failNext(Throwable $fault): void
    {
        $this->onSend[] = static fn (): never => throw $fault;
    }

    /** The next send is processed, but the caller gets this exception. */
    public function loseNext(Throwable $fault): void
    {
        $this->onSend[] = function (CotpForm $form) use ($fault): never {
            $this->process($form);
            throw $fault;
        };
    }

    /** @return Closure(): never */
    public static function throws(CotpException $fault): Closure
    {
        return static fn (): never => throw $fault;
    }
}
