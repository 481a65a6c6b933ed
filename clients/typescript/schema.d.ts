/** Types of the API of Scoville. Made by `npm run docs`; do not edit: a test compares. */

export interface paths {
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The scores of a company, each with the people who make it. `id`: that of the company */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Activities of a person or a record, the latest logged first */
        get: operations["listActivities"];
        put?: never;
        /** Log a call, voicemail, mail, meeting or note */
        post: operations["createActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One activity */
        get: operations["getActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Correct a wrongly logged activity; its timeline keeps the previous text */
        patch: operations["changeActivity"];
        trace?: never;
    };
    "/api/v1/activities/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back a logged activity, within a day
         * @description It counts as no contact any longer, and its follow-up task is cancelled. The timelines of its person and records keep who logged it and who took it back, without its text.
         */
        post: operations["undoActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your inbox: every alert that notifies you, as it was sent, the latest first
         * @description It has what you own, what notifies you or one of your lanes, and of those who may claim what waits in the queue.
         */
        get: operations["listInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Mark an alert of your inbox as read or unread */
        patch: operations["markAlert"];
        trace?: never;
    };
    "/api/v1/alerts/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark your inbox as read up to an alert
         * @description With the `before` of its answer as `until` it is undone.
         */
        post: operations["readAlerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alerts as they happen (server-sent events)
         * @description Events `lead.opened`, `lead.heated`, `task.opened`, `task.heated`, `profile.heated`, `task.due-soon`, `task.overdue`, `task.escalated`, `task.returned`, `lead.reassigned`, `task.reassigned`, `lead.assigned`, `task.assigned`, `work.assigned`, `lead.cooled`, `task.cooled`, `lead.updated`, `task.updated`, `task.completed`, `record.notified`, `record.handed-off`, `endpoint.disabled`. To resume, send `Last-Event-ID` or `?after=`. With `?mine=true` only alerts that you own, or that notify you or one of your lanes. With `?rows=true` each alert of a lead or task also has `work`, its row of the work list as it is now. `isInInbox` says whether your inbox has it. Events `work.counts`, which have no id, say the counts of your views. `records.changed` says in which lists records in stages have changed.
         */
        get: operations["streamAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file */
        get: operations["getAttachment"];
        put?: never;
        post?: never;
        /** Remove a file from its record */
        delete: operations["deleteAttachment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file
         * @description Always as a download: no browser shows it in place, and it may load and run nothing.
         */
        get: operations["getAttachmentContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest audits of the process that answers */
        get: operations["listAudits"];
        put?: never;
        /** Hold live scores against the history */
        post: operations["createAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An audit: its progress, then its answer */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        /** Call an audit off */
        delete: operations["deleteAudit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backtests, the latest first */
        get: operations["listBacktests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A backtest: its progress, then its answer */
        get: operations["getBacktest"];
        put?: never;
        post?: never;
        /** Call a backtest off */
        delete: operations["deleteBacktest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your bulk acts, the latest first; those of everybody for managers */
        get: operations["listBulkActs"];
        put?: never;
        /**
         * Change many records of a list: those that are named, or all that fit a filter
         * @description `change` is the body of `PATCH` of one record of the list; `each` adds what is meant for single records. Each record is changed by the rules of that change and with your rights: one that is refused holds up no other. The act waits for a worker: `Location` says where to watch it. `filter` has the filters of the list as its address has them.
         */
        post: operations["createBulkAct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-acts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A bulk act: its progress, and what was refused */
        get: operations["getBulkAct"];
        put?: never;
        post?: never;
        /** Cancel a bulk act, or stop its undo; what it has changed stays, and can be undone */
        delete: operations["cancelBulkAct"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-acts/{id}/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records that were refused, or kept by the undo, as CSV */
        get: operations["getRefusedRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-acts/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a bulk act as a whole, within a day
         * @description Each record is put back as its timeline offers it. One that somebody has changed since stays as it is: it is counted as `kept`, with the reason.
         */
        post: operations["undoBulkAct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-acts/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count the records that a bulk act would change
         * @description It counts up to the limit of one act, and changes nothing.
         */
        post: operations["countBulkRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/by-external-id/campaigns/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign with an id in another system */
        get: operations["getCampaignByExternalId"];
        /**
         * Make the campaign with an id in another system, or change what differs
         * @description Parts that are left out stay. The same request again changes nothing.
         */
        put: operations["putCampaignByExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/by-external-id/companies/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The company with an id in another system */
        get: operations["getCompanyByExternalId"];
        /**
         * Make the company with an id in another system, or change what differs
         * @description Parts that are left out stay. The same request again changes nothing.
         */
        put: operations["putCompanyByExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/by-external-id/deals/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deal with an id in another system */
        get: operations["getDealByExternalId"];
        /**
         * Make the deal with an id in another system, or change what differs
         * @description Parts that are left out stay. The same request again changes nothing.
         */
        put: operations["putDealByExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/by-external-id/jobs/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The job with an id in another system */
        get: operations["getJobByExternalId"];
        /**
         * Make the job with an id in another system, or change what differs
         * @description Parts that are left out stay. The same request again changes nothing.
         */
        put: operations["putJobByExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/by-external-id/leads/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lead with an id in another system */
        get: operations["getLeadByExternalId"];
        /**
         * Make the lead with an id in another system, or change what differs
         * @description Parts that are left out stay. The same request again changes nothing.
         */
        put: operations["putLeadByExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/by-external-id/opportunities/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The opportunity with an id in another system */
        get: operations["getOpportunityByExternalId"];
        /**
         * Make the opportunity with an id in another system, or change what differs
         * @description Parts that are left out stay. The same request again changes nothing.
         */
        put: operations["putOpportunityByExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/by-external-id/orders/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The order with an id in another system */
        get: operations["getOrderByExternalId"];
        /**
         * Make the order with an id in another system, or change what differs
         * @description Parts that are left out stay. The same request again changes nothing.
         */
        put: operations["putOrderByExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/by-external-id/people/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The person with an id in another system */
        get: operations["getPersonByExternalId"];
        /**
         * Make the person with an id in another system, or change what differs
         * @description Parts that are left out stay. The same request again changes nothing.
         */
        put: operations["putPersonByExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** campaigns, newest first unless sorted otherwise */
        get: operations["listCampaigns"];
        put?: never;
        /** Begin a campaign in a pipeline */
        post: operations["createCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One campaign, with its missing fields and open transitions */
        get: operations["getCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a campaign: its fields, stage and amount */
        patch: operations["changeCampaign"];
        trace?: never;
    };
    "/api/v1/campaigns/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of the campaign, the earliest first */
        get: operations["listCampaignAttachments"];
        put?: never;
        /**
         * Attach a file to the campaign
         * @description The body is the file, with its `Content-Type`: `application/pdf`, `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `image/tiff`, `text/plain`, `text/csv`, `message/rfc822`, `application/zip`, `application/vnd.openxmlformats-officedocument.wordprocessingml.document`, `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, `application/vnd.openxmlformats-officedocument.presentationml.presentation`, `application/vnd.oasis.opendocument.text`, `application/vnd.oasis.opendocument.spreadsheet`. `name` is its name, with the ending of that type.
         */
        post: operations["createCampaignAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Render a document of the sales process, and attach it to the campaign */
        post: operations["createCampaignDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the stage of a campaign asks for: its note, reminders, checklist, activities and channels */
        get: operations["getCampaignStage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your channels, the newest first; for managers also those of every user and of the installation */
        get: operations["listChannels"];
        put?: never;
        /** Add a channel: e-mail, Slack or webhook */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One channel */
        get: operations["getChannel"];
        put?: never;
        post?: never;
        /** Delete a channel; the default mail channel of a user is muted instead */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        /** Change a channel: what it sends, where and when, or mute it */
        patch: operations["changeChannel"];
        trace?: never;
    };
    "/api/v1/channels/{id}/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notices of a channel, the latest first: when each goes out, or why it did not */
        get: operations["listChannelNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message by a channel, without regard to its hours and limits */
        post: operations["testChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Companies, the latest entered first; the people of one: GET /people?company= */
        get: operations["listCompanies"];
        put?: never;
        /** Enter a company; people whose address is of its domain are linked to it */
        post: operations["createCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One company */
        get: operations["getCompany"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a company; "doNotContact" marks every person of it, and can be taken back */
        patch: operations["changeCompany"];
        trace?: never;
    };
    "/api/v1/companies/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of the company, the earliest first */
        get: operations["listCompanyAttachments"];
        put?: never;
        /**
         * Attach a file to the company
         * @description The body is the file, with its `Content-Type`: `application/pdf`, `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `image/tiff`, `text/plain`, `text/csv`, `message/rfc822`, `application/zip`, `application/vnd.openxmlformats-officedocument.wordprocessingml.document`, `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, `application/vnd.openxmlformats-officedocument.presentationml.presentation`, `application/vnd.oasis.opendocument.text`, `application/vnd.oasis.opendocument.spreadsheet`. `name` is its name, with the ending of that type.
         */
        post: operations["createCompanyAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/{id}/merge-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What merging another company into this one would do */
        get: operations["previewCompanyMerge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/{id}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge another company into this one
         * @description The other company becomes part of this one: its leads, tasks, records and activities go over, and its ids lead here. It can be undone for a day. `If-Match` is the revision of this company, `mergedRevision` that of the other.
         */
        post: operations["mergeCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records that cannot be scored or stored, by partition, the oldest first */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One dead letter, whole */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        /** Drop it for good */
        delete: operations["deleteDeadLetter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Drop it: the same under another name */
        post: operations["dropDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Score and store it again, as the latest of its partition; it is set aside again where that fails */
        post: operations["replayDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drop many for good
         * @description Of a filter it acts on a part, until `nextCursor` is null. One that fails again comes back later than `until`, and is left out.
         */
        post: operations["dropDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay many
         * @description Of a filter it acts on a part, until `nextCursor` is null. One that fails again comes back later than `until`, and is left out.
         */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** deals, newest first unless sorted otherwise */
        get: operations["listDeals"];
        put?: never;
        /** Begin a deal in a pipeline */
        post: operations["createDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One deal, with its missing fields and open transitions */
        get: operations["getDeal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a deal: its fields, stage and amount */
        patch: operations["changeDeal"];
        trace?: never;
    };
    "/api/v1/deals/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of the deal, the earliest first */
        get: operations["listDealAttachments"];
        put?: never;
        /**
         * Attach a file to the deal
         * @description The body is the file, with its `Content-Type`: `application/pdf`, `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `image/tiff`, `text/plain`, `text/csv`, `message/rfc822`, `application/zip`, `application/vnd.openxmlformats-officedocument.wordprocessingml.document`, `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, `application/vnd.openxmlformats-officedocument.presentationml.presentation`, `application/vnd.oasis.opendocument.text`, `application/vnd.oasis.opendocument.spreadsheet`. `name` is its name, with the ending of that type.
         */
        post: operations["createDealAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Render a document of the sales process, and attach it to the deal */
        post: operations["createDealDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/{id}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the stage of a deal asks for: its note, reminders, checklist, activities and channels */
        get: operations["getDealStage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails, Slack messages and webhooks, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery, with what each try came to */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a delivery off that waits */
        post: operations["cancelDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try now: the same delivery while it waits, else a new one that repeats it */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call many off that wait
         * @description Of a filter it acts on a part, until `nextCursor` is null.
         */
        post: operations["cancelDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send many again: each that waits now, of the others those that nobody has sent again
         * @description Of a filter it acts on a part, until `nextCursor` is null.
         */
        post: operations["replayDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Drafts of programmes, with author and time */
        get: operations["listDrafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The draft of a programme, with its texts */
        get: operations["getDraft"];
        /**
         * Begin the draft of a programme, or change it
         * @description A draft may have errors. `If-Match: "0"` begins one only where there is none.
         */
        put: operations["putDraft"];
        post?: never;
        /** Throw a draft away */
        delete: operations["deleteDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pairs of people or companies that may be one, with the reasons
         * @description A page may be short, and another one follow: one page looks at a bounded number of shared addresses, phones and names.
         */
        get: operations["listDuplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duplicates/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that two records are two: they are suggested no more */
        post: operations["createDuplicateDismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duplicates/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back that two records are two */
        post: operations["suggestDuplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Addresses that webhooks go to; managers see their secrets */
        get: operations["listEndpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One endpoint */
        get: operations["getEndpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Choose the format: Standard Webhooks, or CloudEvents within them */
        patch: operations["changeEndpoint"];
        trace?: never;
    };
    "/api/v1/endpoints/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let webhooks go to an endpoint again */
        post: operations["enableEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret; the one before signs beside it for a day */
        post: operations["rotateEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest erasures */
        get: operations["listErasures"];
        put?: never;
        /**
         * Erase a person from every store
         * @description Repeated, it returns the erasure that runs, or the last receipt where nothing is left. `key`: a user id, an address, an anonymous id, or the id of a profile or person.
         */
        post: operations["createErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An erasure and its progress */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verify a receipt */
        post: operations["verifyErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports of events, the latest first */
        get: operations["listEventImports"];
        put?: never;
        /**
         * Open an import of events of before
         * @description It takes parts until it is finished; nobody sees its events before. Opening again with the same `key`, or `Idempotency-Key`, returns the same import, unless it was taken back. A sender who was interrupted goes on, and files are imported once. With `alertSince`, people whose latest imported event is as young may be notified of.
         */
        post: operations["createEventImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An import of events: its counts, and how far it is scored */
        get: operations["getEventImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-imports/{id}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The refused lines of an import of events as CSV: file, line, code and reason */
        get: operations["getEventImportFaults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-imports/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish an import of events: all its profiles are scored with it
         * @description It is scored when its status is `done`. Finishing again changes nothing.
         */
        post: operations["createEventImportFinish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-imports/{id}/parts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The parts that an import of events has
         * @description A sender that was interrupted sends the others.
         */
        get: operations["listEventImportParts"];
        put?: never;
        /**
         * Send a part of an import of events
         * @description The body is NDJSON or CSV of Segment’s shapes, plain, gzip or zstd. A part with a number that was sent before is written once. A CSV part begins with the header.
         */
        post: operations["createEventImportPart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an import of events back as a whole, within 30 days
         * @description Its events leave the history, and scores are as if they had never come. Who is who, and what is known of people, stays: live events may have said the same since.
         */
        post: operations["undoEventImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records as CSV, whole or filtered
         * @description UTF-8 with its mark, streamed. The columns are those of an import: sent back unchanged, the file changes nothing. A cell that would run as a formula has an apostrophe before it, which an import removes. Filters are those of the lists.
         */
        get: operations["exportRecords"];
        put?: never;
        /**
         * Chosen records as CSV, by their ids
         * @description The file is that of `GET /exports`; ids that are none are left out.
         */
        post: operations["exportChosenRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/failing-profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Profiles that cannot be evaluated, by partition
         * @description Each is tried again at `retryAt`, after ever longer times up to ten minutes. It is tried too within ten seconds of a change of its bytes or programmes. It is listed until it succeeds. A page may be longer than `limit`.
         */
        get: operations["listFailingProfiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the installation does
         * @description Rates and latencies are of all processes, over the last half hour in slots. What a store does not say within half a second is null. An answer is given again for a second.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports, the latest first */
        get: operations["listImports"];
        put?: never;
        /**
         * Import a file of CSV
         * @description The body is the file, as a spreadsheet writes it: UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs. What is not stated is found from the file; the answer shows what was found. The import waits for a worker: `Location` says where to watch it. `dryRun=true` checks the file and imports nothing.
         */
        post: operations["createImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An import: what its file was taken for, its progress, its counts */
        get: operations["getImport"];
        put?: never;
        post?: never;
        /** Cancel an import; what it has written is taken back */
        delete: operations["cancelImport"];
        options?: never;
        head?: never;
        /**
         * Correct how the file of a checked or failed import is read, and check it again
         * @description `"dryRun": false` carries it out, without sending the file again.
         */
        patch: operations["changeImport"];
        trace?: never;
    };
    "/api/v1/imports/{id}/kept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an undo has left as it is, with the reasons */
        get: operations["listImportKept"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The bad rows as CSV: line, column, value and reason, then the row as it came
         * @description Corrected, the file can be sent again as it is: the columns with the reasons are left out.
         */
        get: operations["getRejectedRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo an import as a whole, within a day
         * @description Values that were changed since, and records that are in use by now, stay: `GET /imports/{id}/kept` lists them.
         */
        post: operations["undoImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** jobs, newest first unless sorted otherwise */
        get: operations["listJobs"];
        put?: never;
        /** Begin a job in a pipeline */
        post: operations["createJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job, with its missing fields and open transitions */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a job: its fields, stage and amount */
        patch: operations["changeJob"];
        trace?: never;
    };
    "/api/v1/jobs/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of the job, the earliest first */
        get: operations["listJobAttachments"];
        put?: never;
        /**
         * Attach a file to the job
         * @description The body is the file, with its `Content-Type`: `application/pdf`, `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `image/tiff`, `text/plain`, `text/csv`, `message/rfc822`, `application/zip`, `application/vnd.openxmlformats-officedocument.wordprocessingml.document`, `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, `application/vnd.openxmlformats-officedocument.presentationml.presentation`, `application/vnd.oasis.opendocument.text`, `application/vnd.oasis.opendocument.spreadsheet`. `name` is its name, with the ending of that type.
         */
        post: operations["createJobAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Render a document of the sales process, and attach it to the job */
        post: operations["createJobDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the stage of a job asks for: its note, reminders, checklist, activities and channels */
        get: operations["getJobStage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys with which clients send events, without the revoked ones */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a key; the answer alone has the text of a secret one
         * @description Repeated with its Idempotency-Key, the request returns the key that it made, without the text of a secret one. Rotate it where the first answer was lost.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One key */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /** Revoke it: it is refused at once, for good */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        /** Rename a key, or name the pages it is for */
        patch: operations["changeKey"];
        trace?: never;
    };
    "/api/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give it a new text; the one before is refused at once, or after graceSeconds */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Leads, newest first unless sorted otherwise */
        get: operations["listLeads"];
        put?: never;
        /** Enter a lead by hand */
        post: operations["createLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One lead */
        get: operations["getLead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the stage, fields, owner or quality of a lead */
        patch: operations["changeLead"];
        trace?: never;
    };
    "/api/v1/leads/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Assign a lead to a user */
        post: operations["assignLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of the lead, the earliest first */
        get: operations["listLeadAttachments"];
        put?: never;
        /**
         * Attach a file to the lead
         * @description The body is the file, with its `Content-Type`: `application/pdf`, `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `image/tiff`, `text/plain`, `text/csv`, `message/rfc822`, `application/zip`, `application/vnd.openxmlformats-officedocument.wordprocessingml.document`, `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, `application/vnd.openxmlformats-officedocument.presentationml.presentation`, `application/vnd.oasis.opendocument.text`, `application/vnd.oasis.opendocument.spreadsheet`. `name` is its name, with the ending of that type.
         */
        post: operations["createLeadAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/campaign-influences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaigns that had a part in the lead, the first touch first */
        get: operations["listLeadCampaignInfluences"];
        /** Replace the campaigns that had a part in the lead */
        put: operations["putLeadCampaignInfluences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claim a lead from the queue */
        post: operations["claimLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Render a document of the sales process, and attach it to the lead */
        post: operations["createLeadDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return a lead to the queue, with the reason */
        post: operations["returnLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/route": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Route a lead again, to anyone but its owner */
        post: operations["routeLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the stage of a lead asks for: its note, reminders, checklist, activities and channels */
        get: operations["getLeadStage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the links and the pixel of a mail to one person */
        post: operations["createMailLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Merges of people or companies, the latest first */
        get: operations["listMerges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/merges/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One merge */
        get: operations["getMerge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/merges/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a merge apart, within a day: both records are as before
         * @description Refused where work that ended in the merge was changed since, and where another record has a former name by now.
         */
        post: operations["undoMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** opportunities, newest first unless sorted otherwise */
        get: operations["listOpportunities"];
        put?: never;
        /** Begin a opportunity in a pipeline */
        post: operations["createOpportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One opportunity, with its missing fields and open transitions */
        get: operations["getOpportunity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a opportunity: its fields, stage and amount */
        patch: operations["changeOpportunity"];
        trace?: never;
    };
    "/api/v1/opportunities/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of the opportunity, the earliest first */
        get: operations["listOpportunityAttachments"];
        put?: never;
        /**
         * Attach a file to the opportunity
         * @description The body is the file, with its `Content-Type`: `application/pdf`, `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `image/tiff`, `text/plain`, `text/csv`, `message/rfc822`, `application/zip`, `application/vnd.openxmlformats-officedocument.wordprocessingml.document`, `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, `application/vnd.openxmlformats-officedocument.presentationml.presentation`, `application/vnd.oasis.opendocument.text`, `application/vnd.oasis.opendocument.spreadsheet`. `name` is its name, with the ending of that type.
         */
        post: operations["createOpportunityAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{id}/campaign-influences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaigns that had a part in the opportunity, the first touch first */
        get: operations["listOpportunityCampaignInfluences"];
        /** Replace the campaigns that had a part in the opportunity */
        put: operations["putOpportunityCampaignInfluences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Render a document of the sales process, and attach it to the opportunity */
        post: operations["createOpportunityDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The items of the opportunity */
        get: operations["listOpportunityItems"];
        /**
         * Replace the items of the opportunity; its amount follows unless it was set by hand
         * @description `If-Match` is the ETag of the items, or that of the opportunity.
         */
        put: operations["putOpportunityItems"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{id}/quotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a quotation, and send it on request */
        post: operations["createOpportunityQuotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{id}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the stage of a opportunity asks for: its note, reminders, checklist, activities and channels */
        get: operations["getOpportunityStage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** orders, newest first unless sorted otherwise */
        get: operations["listOrders"];
        put?: never;
        /** Begin a order in a pipeline */
        post: operations["createOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One order, with its missing fields and open transitions */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a order: its fields, stage and amount */
        patch: operations["changeOrder"];
        trace?: never;
    };
    "/api/v1/orders/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of the order, the earliest first */
        get: operations["listOrderAttachments"];
        put?: never;
        /**
         * Attach a file to the order
         * @description The body is the file, with its `Content-Type`: `application/pdf`, `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `image/tiff`, `text/plain`, `text/csv`, `message/rfc822`, `application/zip`, `application/vnd.openxmlformats-officedocument.wordprocessingml.document`, `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, `application/vnd.openxmlformats-officedocument.presentationml.presentation`, `application/vnd.oasis.opendocument.text`, `application/vnd.oasis.opendocument.spreadsheet`. `name` is its name, with the ending of that type.
         */
        post: operations["createOrderAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Render a document of the sales process, and attach it to the order */
        post: operations["createOrderDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The items of the order */
        get: operations["listOrderItems"];
        /**
         * Replace the items of the order; its amount follows unless it was set by hand
         * @description `If-Match` is the ETag of the items, or that of the order.
         */
        put: operations["putOrderItems"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the stage of a order asks for: its note, reminders, checklist, activities and channels */
        get: operations["getOrderStage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People sales knows, the latest entered first */
        get: operations["listPeople"];
        put?: never;
        /**
         * Enter a person, or change the one with this address
         * @description With `profile`, that profile learns the address and the phone: a crossing that waits for one opens its lead.
         */
        post: operations["createPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person */
        get: operations["getPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a person; "doNotContact" closes their open tasks and deliveries, and can be taken back */
        patch: operations["changePerson"];
        trace?: never;
    };
    "/api/v1/people/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of the person, the earliest first */
        get: operations["listPersonAttachments"];
        put?: never;
        /**
         * Attach a file to the person
         * @description The body is the file, with its `Content-Type`: `application/pdf`, `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `image/tiff`, `text/plain`, `text/csv`, `message/rfc822`, `application/zip`, `application/vnd.openxmlformats-officedocument.wordprocessingml.document`, `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, `application/vnd.openxmlformats-officedocument.presentationml.presentation`, `application/vnd.oasis.opendocument.text`, `application/vnd.oasis.opendocument.spreadsheet`. `name` is its name, with the ending of that type.
         */
        post: operations["createPersonAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/campaign-influences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaigns that had a part in the person, the first touch first */
        get: operations["listPersonCampaignInfluences"];
        /** Replace the campaigns that had a part in the person */
        put: operations["putPersonCampaignInfluences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/merge-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What merging another person into this one would do */
        get: operations["previewPersonMerge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge another person into this one
         * @description The other person becomes part of this one: its leads, tasks, records and activities go over, and its ids lead here. It can be undone for a day. `If-Match` is the revision of this person, `mergedRevision` that of the other.
         */
        post: operations["mergePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pipelines with their stages, and the number of records in each */
        get: operations["listPipelines"];
        put?: never;
        /** Make a text the latest version of its sales process */
        post: operations["createPipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{process}/{pipeline}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pipeline as it is defined: fields, stages, transitions, time-outs, versions and its text */
        get: operations["getPipeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{process}/{pipeline}/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The stages of a pipeline as columns: how many records are in each, and what they are worth
         * @description Counts and sums stop at a limit. Lists of records by `pipeline` and `stage` have the cards.
         */
        get: operations["pipelineBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{process}/{pipeline}/chart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A pipeline as a Mermaid diagram */
        get: operations["getPipelineChart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a sales process: its errors, or its charts, without publishing it */
        post: operations["checkPipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a person: the same under another name
         * @description Repeated, it returns the erasure that runs, or the last receipt where nothing is left. `identity`: a user id, an address, an anonymous id, or the id of a profile or person.
         */
        post: operations["erasePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Everything that is stored of a person, as one document
         * @description Reads the stores that an erasure erases. `identity`: as for `POST /erasures`.
         */
        post: operations["exportPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The price list, the latest added first */
        get: operations["listProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One product of the price list */
        get: operations["getProduct"];
        /** Add a product to the price list, or change its price (managers) */
        put: operations["putProduct"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A profile by anonymous id, user id, e-mail address or profile id */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{key}/behaviour": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody did, as steps that can be tried against a draft */
        get: operations["getProfileBehaviour"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{key}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enter an e-mail address or a phone of a profile: a crossing that waits for one opens its lead */
        post: operations["createProfileContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{key}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a profile did lately: its latest events, the last first */
        get: operations["listProfileEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{key}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a score is what it is: contributions that sum to it, and refusals */
        get: operations["getProfileExplanation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{key}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of every match of a profile, as it was noted, the latest first */
        get: operations["listProfileLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{key}/score-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The score of a profile over the last days, by replaying its events
         * @description Each score is what the active programme gives for the events accepted by then. Bounds of the tiers come with it.
         */
        get: operations["getScoreHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Active programmes */
        get: operations["listProgrammes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The active text of a programme, with its examples */
        get: operations["getProgramme"];
        put?: never;
        post?: never;
        /** Retire a programme: it scores nobody from now on; its versions stay */
        delete: operations["deleteProgramme"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a draft would have done to real history */
        post: operations["backtestProgramme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Errors, changes and examples of a draft, without publishing it */
        post: operations["checkProgramme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed from one version to another, in words */
        get: operations["getProgrammeDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each rule did lately, and which are dead, dominate or drift */
        get: operations["getProgrammeHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/outlook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The first day of the active version: leads that its backtest let expect, and those that came */
        get: operations["getProgrammeOutlook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a text comes to while it is typed: errors by line, changes in words, examples one by one */
        post: operations["createProgrammePreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/rehearsal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Play behaviour against what is live and a draft: scores and receipts, moment by moment */
        post: operations["createProgrammeRehearsal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish an old version again */
        post: operations["rollbackProgramme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What outcomes of leads say each rule is worth, as a draft
         * @description Points are learnt from leads that were won, lost or rated junk, and tested on later leads. Nobody is scored by the answer: its `draft` is published like any other text. Where nothing can be learnt, `refusal` says why.
         */
        post: operations["suggestProgramme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of a programme, the latest first */
        get: operations["listProgrammeVersions"];
        put?: never;
        /** Publish a text as the next version; its examples must be met */
        post: operations["createProgrammeVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version with its text */
        get: operations["getProgrammeVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Leads that are held back, the oldest first
         * @description Public keys alone have named these people. They are beyond the leads that a key may open in an hour, or the identities that an address may name.
         */
        get: operations["listQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One held lead */
        get: operations["getQuarantine"];
        put?: never;
        post?: never;
        /** Drop it for good: this rise opens no lead */
        delete: operations["deleteQuarantine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{id}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Drop it: the same under another name */
        post: operations["dropQuarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open the lead, with all that its rise does; its deadline begins now */
        post: operations["releaseQuarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drop many for good
         * @description Of a filter it acts on a part, until `nextCursor` is null.
         */
        post: operations["dropHeldLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open many leads
         * @description Of a filter it acts on a part, until `nextCursor` is null.
         */
        post: operations["releaseHeldLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quotations, newest first; "followUp=due" lists those to follow up */
        get: operations["listQuotations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One quotation */
        get: operations["getQuotation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Send a quotation, move its follow-up date, or mark it accepted or declined */
        patch: operations["changeQuotation"];
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reports there are, and how each figure is counted */
        get: operations["listReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaign Performance, as JSON or as CSV
         * @description The period is half-open: from its first moment up to, and without, its end; when not said, the last 30 days.
         *
         *     events: events that earned points by a rule of the campaign’s programmes, noted in the period, as long as the history keeps them. Profiles: those they are of, once a programme.
         *
         *     leads: opened in the period. By rule, a lead counts for every rule that is among its reasons.
         *
         *     opportunities: those that came of these leads, whenever. By campaign, also those begun in the period that it had a part in without a lead of it (influence). An opportunity may count for several campaigns, and counts once in the total. won, wonValue: of these.
         *
         *     Each rate is a step of the one before; events of an owner, a team or a process are not known.
         *
         *     Owners, stages and ends are those of the moment of asking.
         */
        get: operations["getCampaignsReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customer Lifetime Value, as JSON or as CSV
         * @description Orders that ended well (won, or done where the pipeline ends so), by the moment they did. When no period is said, all there ever were.
         *
         *     customer: the company, or the person where there is none.
         *
         *     averageDaysBetween: from the first to the last order, by the orders less one.
         *
         *     projectedYear: averageOrder × 365 / averageDaysBetween, where at least 7 days lie between the first and the last order; else none. It assumes that the customer goes on so.
         */
        get: operations["getCustomersReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/deadlines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deadline Compliance, as JSON or as CSV
         * @description The period is half-open: from its first moment up to, and without, its end; when not said, the last 30 days.
         *
         *     due: contact tasks whose deadline lies in the period. Kept: completed by then; late: completed after; overdue: open and past it. Pending: open, and it is still to come; cancelled: closed undone.
         *
         *     keptShare: kept, of kept, late and overdue. Late hours: from the deadline to the completion.
         *
         *     escalated: tasks with a step of escalation taken once the deadline had passed; escalations: these steps, those that were overtaken or not needed left out.
         *
         *     Owners, stages and ends are those of the moment of asking.
         */
        get: operations["getDeadlinesReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sales Forecast, as JSON or as CSV
         * @description Opportunities and deals that were open at `asOf` (now, when not said), as they stood then, read back from the timeline.
         *
         *     The period is of the expected close; when not said, all, with a date or without.
         *
         *     weighted: the amount times the probability of the stage, rounded to the cent for each record, so that every grouping sums to the same. Never summed over currencies.
         */
        get: operations["getForecastReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/late-logging": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Logged Late, as JSON or as CSV
         * @description The period is half-open: from its first moment up to, and without, its end; when not said, the last 30 days.
         *
         *     The activities that the same-day report counts as late, the latest first.
         */
        get: operations["getLateLoggingReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Product Performance, as JSON or as CSV
         * @description The period is half-open: from its first moment up to, and without, its end; when not said, the last 30 days.
         *
         *     offers: opportunities begun in the period with the product among their items, and orders with items that came of no opportunity with items.
         *
         *     offeredValue: quantity times unit price, rounded to the cent for each item. won, lost, winRate: of the offers that have ended; wonValue: of those won.
         *
         *     averagePrice: offeredValue by quantity. listPrice: of the price list, where it is in the same currency.
         *
         *     Owners, stages and ends are those of the moment of asking.
         */
        get: operations["getProductsReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Precision by Rule, as JSON or as CSV
         * @description The period is half-open: from its first moment up to, and without, its end; when not said, the last 30 days.
         *
         *     leads: opened in the period, rated good or junk, and with the rule among their reasons; by version of the programme that opened them.
         *
         *     precision: good, of good and junk, with its 95 % interval by Wilson.
         */
        get: operations["getRulesReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/salesmen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Salesmen Performance, as JSON or as CSV
         * @description The period is half-open: from its first moment up to, and without, its end; when not said, the last 30 days.
         *
         *     leads: opened in the period, by their owner of today; an empty owner is the queue. leadsConverted: of these, those that became an opportunity.
         *
         *     First touch: from the opening to the earliest contact of ours while the lead was open. A completed contact task counts where that was earlier. neverTouched: leads without one.
         *
         *     deadlines: contact tasks due in the period that are closed or overdue. Kept: completed by then. Missed: completed later, or still open.
         *
         *     noOpportunityShare: of the contact tasks due in the period that are complete.
         *
         *     opportunitiesWon, opportunitiesLost, winRate, wonValue: of opportunities that ended in the period.
         */
        get: operations["getSalesmenReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/same-day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Same-Day Logging, as JSON or as CSV
         * @description The period is half-open: from its first moment up to, and without, its end; when not said, the last 30 days.
         *
         *     Activities that people logged, by when they happened. sameDay: logged on the day they happened. That day is by the user’s time zone, or that of the question where the user has none.
         */
        get: operations["getSameDayReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/weekly-review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The weekly review of a rep, as it would be mailed now */
        get: operations["getWeeklyReview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/restores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest restores */
        get: operations["listRestores"];
        put?: never;
        /**
         * Restore every profile from the history
         * @description Scores and tiers do not change unless Redis had lost data. One that runs is returned, one that was cancelled goes on.
         */
        post: operations["createRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/restores/{era}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A restore and its progress */
        get: operations["getRestore"];
        put?: never;
        post?: never;
        /**
         * Call a restore off
         * @description Profiles that were found already are still restored, each other one when it is next met. `POST /restores` resumes it.
         */
        delete: operations["deleteRestore"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sales processes, routing, escalation and review, with their active versions */
        get: operations["listSalesRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/{folder}/{rule}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The active text of a sales rule */
        get: operations["getSalesRule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/{folder}/{rule}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed in a sales rule from one version to another, in words */
        get: operations["getSalesRuleDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/{folder}/{rule}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The draft of a sales rule, with its text */
        get: operations["getSalesRuleDraft"];
        /**
         * Begin the draft of a sales rule, or change it
         * @description A draft may have errors. `If-Match: "0"` begins one only where there is none.
         */
        put: operations["putSalesRuleDraft"];
        post?: never;
        /** Throw the draft of a sales rule away */
        delete: operations["deleteSalesRuleDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/{folder}/{rule}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a text comes to while it is typed: errors by line, changes and content in words */
        post: operations["createSalesRulePreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/{folder}/{rule}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish an old version of a sales rule again */
        post: operations["rollbackSalesRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/{folder}/{rule}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of a sales rule, the latest first */
        get: operations["listSalesRuleVersions"];
        put?: never;
        /**
         * Publish a text as the next version of a sales rule
         * @description With `moves`, records in flight of a sales process go to the new version. It is refused where one would have no stage.
         */
        post: operations["createSalesRuleVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/{folder}/{rule}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version of a sales rule with its text */
        get: operations["getSalesRuleVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Drafts of sales rules, with author and time */
        get: operations["listSalesRuleDrafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/pipelines/{rule}/migration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where the records in flight of a sales process would go under a text */
        post: operations["createSalesRulePipelineMigration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sales-rules/sales/routing/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who would get a lead now, and what became of each step of the routing */
        post: operations["createSalesRuleSaleRoutingTrial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in */
        get: operations["getSession"];
        put?: never;
        /**
         * Log in
         * @description The session comes as a cookie. A user with a second factor sends "code" too; without it the answer is `second_factor_required`.
         */
        post: operations["logIn"];
        /** Log out */
        delete: operations["logOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one can log in, and why the last log-in at the provider failed in this browser */
        get: operations["getLogInOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Write key, snippet, curl line and programmes */
        get: operations["getSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Suggestions, the latest first */
        get: operations["listSuggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggestions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A suggestion: its progress, then its answer */
        get: operations["getSuggestion"];
        put?: never;
        post?: never;
        /** Call a suggestion off */
        delete: operations["deleteSuggestion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks, newest first unless sorted otherwise */
        get: operations["listTasks"];
        put?: never;
        /** Open a task: a call, a mail, a meeting or a follow-up */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task */
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Complete a task with its outcome, reopen, move, snooze, reassign or cancel it */
        patch: operations["changeTask"];
        trace?: never;
    };
    "/api/v1/tasks/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Assign a task to a user */
        post: operations["assignTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/campaign-influences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaigns that had a part in the task, the first touch first */
        get: operations["listTaskCampaignInfluences"];
        /** Replace the campaigns that had a part in the task */
        put: operations["putTaskCampaignInfluences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claim a task from the queue */
        post: operations["claimTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return a task to the queue, with the reason */
        post: operations["returnTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/route": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Route a task again, to anyone but its owner */
        post: operations["routeTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/agenda": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many open tasks are due by when, and until when one may be snoozed
         * @description Days and weeks are those of the caller. Counts stop at a limit.
         */
        get: operations["taskAgenda"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All of teams, by name */
        get: operations["listTeams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One team */
        get: operations["getTeam"];
        /** Make or replace a team, with its manager */
        put: operations["putTeam"];
        post?: never;
        /** Delete a team, with its manager; nobody may be left in it */
        delete: operations["deleteTeam"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/territories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All of territories, by name */
        get: operations["listTerritories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/territories/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One territory */
        get: operations["getTerritory"];
        /** Make or replace a territory, with its countries */
        put: operations["putTerritory"];
        post?: never;
        /** Delete a territory, with its countries; nobody may be left in it */
        delete: operations["deleteTerritory"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/timeline/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every change of a record of any kind, the latest first */
        get: operations["listTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/timeline/{id}/{entry}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back what a user did to a record, within a day
         * @description It makes the change that turns the entry round, with the rules of that change. What the same act did to other records goes with it. That is a contact task and its lead, a stage and its closed tasks, a wish for no contact and the work that it ended.
         */
        post: operations["undoTimelineEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit trail: what people changed of records and did besides, the latest first */
        get: operations["listTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unread-updates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tier updates that sales could not read or store, the oldest first
         * @description Each stands for a lead, a task or a fall that sales does not know of.
         */
        get: operations["listUnreadUpdates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unread-updates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One unread update */
        get: operations["getUnreadUpdate"];
        put?: never;
        post?: never;
        /** Drop it for good: sales never hears of it */
        delete: operations["deleteUnreadUpdate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unread-updates/{id}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Drop it: the same under another name */
        post: operations["dropUnreadUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unread-updates/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply it again, with all that it does
         * @description Refused, and kept, where it still cannot be applied, or later updates of its profile were.
         */
        post: operations["replayUnreadUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unread-updates/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drop many for good
         * @description Of a filter it acts on a part, until `nextCursor` is null.
         */
        post: operations["dropUnreadUpdates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unread-updates/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply many again
         * @description Of a filter it acts on a part, until `nextCursor` is null.
         */
        post: operations["replayUnreadUpdates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users, in the order of their addresses; of colleagues, others than managers see name, role and team */
        get: operations["listUsers"];
        put?: never;
        /** Make a user; admins and managers are made by admins */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{email}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a user: role, team, the leads they get; a new password or role ends the sessions */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/users/{email}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deactivate a user; open leads and tasks go to a colleague, or back to the queue */
        post: operations["deactivateUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{email}/provider-account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unlink a user from the account at the provider they log in with
         * @description The next log-in there is matched by its address. Sessions stay.
         */
        delete: operations["unlinkProvider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{email}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a user back in */
        post: operations["reactivateUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{email}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Reset the second factor of a user who has lost it; their log-ins end */
        delete: operations["resetSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{email}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log-ins of a user; those of admins and managers are for admins */
        get: operations["listUserSessions"];
        put?: never;
        post?: never;
        /**
         * End the log-ins of a user
         * @description The session that asks stays.
         */
        delete: operations["endUserSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{email}/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one log-in of a user */
        delete: operations["endUserSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your own user */
        get: operations["getOwnUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your own name, time zone, working time, absence, deputy or password */
        patch: operations["changeOwnUser"];
        trace?: never;
    };
    "/api/v1/users/me/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a secret address for the calendar of your tasks; the previous one is revoked
         * @description A GET of the address needs no log-in and answers iCalendar (`text/calendar; charset=utf-8`): an event for each open task. With `?lanes=true` also the tasks of your lanes that nobody has yet.
         */
        post: operations["createOwnUserCalendar"];
        /** Revoke the secret address of your calendar */
        delete: operations["deleteOwnUserCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your second factor */
        get: operations["getOwnSecondFactor"];
        put?: never;
        /**
         * Begin to set up a second factor
         * @description It counts once a code of the app was confirmed. Until then another call makes another secret.
         */
        post: operations["beginSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Activate it by a code of the app; your other log-ins end */
        post: operations["confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/second-factor/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make new recovery codes; those of before work no more */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/second-factor/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove your second factor */
        post: operations["removeSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your log-ins: when, from where, by which browser */
        get: operations["listOwnSessions"];
        put?: never;
        post?: never;
        /**
         * End your other log-ins
         * @description The session that asks stays.
         */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your log-ins */
        delete: operations["endOwnSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each user has open now, and what waits without an owner */
        get: operations["listUserWorkloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved views of a table: your own, and those that others share */
        get: operations["listViews"];
        put?: never;
        /** Save the filters and columns of a table under a name */
        post: operations["createView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One saved view */
        get: operations["getView"];
        put?: never;
        post?: never;
        /**
         * Delete a saved view, for everybody
         * @description Your own; a shared one of others as a manager.
         */
        delete: operations["deleteView"];
        options?: never;
        head?: never;
        /**
         * Change a saved view, or begin its table with it
         * @description Only its owner changes a view. Whether the table begins with it each user decides.
         */
        patch: operations["changeView"];
        trace?: never;
    };
    "/api/v1/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open leads with their contact task, and contact tasks of no lead, the hottest first
         * @description One list in one order: `-heat` is by score, then by the nearest deadline; `dueAt` is by deadline. Counts stop at a limit.
         */
        get: operations["listWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a signed link of a mail
         * @description Counts the click, and leads to the address that was signed. It leads nowhere else.
         */
        get: operations["followMailLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forms/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the form of a website: it opens a record
         * @description The key names the pipeline and the fields. A browser that sends a plain form is answered with a page or a redirect, a script with JSON. The same words within a minute open one record.
         */
        post: operations["sendForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: operations["getAlive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics, as Prometheus reads them
         * @description For this machine and private networks, or with `METRICS_TOKEN` as the bearer. With `OPS_PORT` on that port. docs/metrics.md lists them.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/o/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the pixel of a mail
         * @description Counts the opening. The image is answered whatever becomes of it.
         */
        get: operations["openMailPixel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process can work: its stores too */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/s.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The snippet for pages */
        get: operations["getSnippet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send that two ids are one person
         * @description Also at `/v1/a` and `/api/s/alias`, where clients send it. An answer of success means that the event is in the stream. A `messageId` counts once, however often it is sent.
         */
        post: operations["sendAlias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send many events at once
         * @description Also at `/v1/b`, `/v1/import` and `/beacon/v1/batch`. A bad event does not fail the others: `errors` names it by its index.
         */
        post: operations["sendBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the company of somebody
         * @description Also at `/v1/g` and `/api/s/group`, where clients send it. An answer of success means that the event is in the stream. A `messageId` counts once, however often it is sent.
         */
        post: operations["sendGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send events of before, as history
         * @description NDJSON or CSV of Segment’s shapes, plain, gzip or zstd, by a secret key. It is answered when all lines are read; `Location` says where to watch the scoring. Where the body breaks off, nothing of it stays. Larger files go in parts: `scoville import-events`.
         */
        post: operations["sendHistory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send who somebody is
         * @description Also at `/v1/i` and `/api/s/identify`, where clients send it. An answer of success means that the event is in the stream. A `messageId` counts once, however often it is sent.
         */
        post: operations["sendIdentify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the webhook of a mail provider
         * @description Deliveries, opens, clicks and wishes of recipients, as SendGrid, Mailgun, Postmark, Amazon SES through SNS, Mandrill and Resend post them. The signature over the raw bytes is checked; docs/mail.md has the steps.
         */
        post: operations["receiveMailEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send that somebody saw a page
         * @description Also at `/v1/p` and `/api/s/page`, where clients send it. An answer of success means that the event is in the stream. A `messageId` counts once, however often it is sent.
         */
        post: operations["sendPage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pixel/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Send an event as the address of an image
         * @description For mails and pages without scripts. The image is answered whatever becomes of the event; `scoville_events_rejected_total` counts the refused.
         */
        get: operations["sendPixel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{key}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Settings for Segment's client in browsers */
        get: operations["getClientSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send that somebody saw a screen of an app
         * @description Also at `/v1/s` and `/api/s/screen`, where clients send it. An answer of success means that the event is in the stream. A `messageId` counts once, however often it is sent.
         */
        post: operations["sendScreen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send what somebody did
         * @description Also at `/v1/t` and `/api/s/track`, where clients send it. An answer of success means that the event is in the stream. A `messageId` counts once, however often it is sent.
         */
        post: operations["sendTrack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "channel.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a user tests a channel
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onChannelTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "endpoint.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when an endpoint of webhooks was disabled
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onEndpointDisabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "lead.assigned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a user assigned a lead to another user
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onLeadAssigned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "lead.cooled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a lead fell a tier, and its programme notifies on the way down
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onLeadCooled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "lead.heated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when an open lead reached a higher tier
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onLeadHeated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "lead.opened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a lead was opened
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onLeadOpened"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "lead.reassigned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when an escalation step reassigned an overdue lead
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onLeadReassigned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "lead.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a lead changed in another way
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onLeadUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "profile.fell": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a profile fell a tier, and its programme posts a webhook on the way down
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onProfileFell"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "profile.heated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a profile reached a higher tier and its programme opens no lead and no task
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onProfileHeated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "profile.rose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a profile reached a higher tier, and its programme posts a webhook
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onProfileRose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "record.handed-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a record entered a stage that another lane works on
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onRecordHandedOff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "record.notified": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a stage of a pipeline notifies the owner or a lane
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onRecordNotified"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.assigned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a user assigned a task to another user
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskAssigned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.completed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a task was completed
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskCompleted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.cooled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when the person of an open contact task fell a tier, and the programme notifies on the way down
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskCooled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.due-soon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when an escalation step before the deadline notifies the owner
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskDueSoon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.escalated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when an escalation step notifies a manager, a lane or a user
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskEscalated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.heated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when the person of an open contact task reached a higher tier
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskHeated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.opened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a contact task was opened for a known contact
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskOpened"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.overdue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when an escalation step at or after the deadline notifies the owner
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskOverdue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.reassigned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when an escalation step reassigned an overdue task
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskReassigned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.returned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a snoozed task came back at its time
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskReturned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "task.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a task changed in another way
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onTaskUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "work.assigned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posted when a user assigned many records to another user in one act: how many
         * @description One of `scoville.v1`. Answer 2xx within 15 seconds, before you work on it; any other answer is tried again for about three days. The endpoint chooses the format.
         */
        post: operations["onWorkAssigned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** ActiveProgramme */
        ActiveProgramme: {
            examples: string | null;
            id: string;
            text: string;
            version: string;
        };
        /** Activity */
        Activity: {
            /** Format: date-time */
            at: string;
            body: string;
            company: string | null;
            /** Format: date-time */
            createdAt: string;
            deal: string | null;
            direction: ("out" | "in") | null;
            from: string | null;
            id: string;
            job: string | null;
            /** @enum {string} */
            kind: "call" | "voicemail" | "mail" | "meeting" | "note";
            lead: string | null;
            /** Format: date-time */
            loggedAt: string;
            loggedBy: string;
            nextStep: string | null;
            opportunity: string | null;
            order: string | null;
            outcome: string | null;
            person: components["schemas"]["Person"] | null;
            responsible: string | null;
            revision: number;
            undoUntil: string | null;
        };
        /** ActivityChange */
        ActivityChange: {
            at?: string | number;
            body?: string;
            direction?: ("out" | "in") | null;
            from?: string | null;
            /** @enum {string} */
            kind?: "call" | "voicemail" | "mail" | "meeting" | "note";
            nextStep?: string | null;
            outcome?: string | null;
            responsible?: string | null;
        };
        /** ActivityList */
        ActivityList: {
            items: components["schemas"]["Activity"][];
            nextCursor: string | null;
        };
        /** Agenda */
        Agenda: {
            counts: {
                later: {
                    count: number;
                    isCapped: boolean;
                };
                overdue: {
                    count: number;
                    isCapped: boolean;
                };
                snoozed: {
                    count: number;
                    isCapped: boolean;
                };
                today: {
                    count: number;
                    isCapped: boolean;
                };
                week: {
                    count: number;
                    isCapped: boolean;
                };
            };
            /** Format: date-time */
            nextWeek: string;
            snoozes: {
                /** Format: date-time */
                until: string;
                /** @enum {string} */
                when: "this afternoon" | "tomorrow" | "next week";
            }[];
            teams: string[];
            /** Format: date-time */
            tomorrow: string;
        };
        /** AlertData */
        AlertData: {
            alert: number;
            lead?: components["schemas"]["LeadSnapshot"];
            owner: string | null;
            person: components["schemas"]["Person"] | null;
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            recipients: string[];
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            shortened?: string[];
            task?: components["schemas"]["Task"];
        };
        /** AliasEvent */
        AliasEvent: {
            /** @description The device, before anybody is known. One of the two ids is needed. */
            anonymousId?: string | number;
            /** @description `page`, `campaign`, `traits`, `consent`, and whatever else clients say. */
            context?: {
                [key: string]: unknown;
            };
            /** @description Ignored. */
            integrations?: {
                [key: string]: unknown;
            };
            /** @description Says which event it is: the same id counts once. Made where it is left out. */
            messageId?: string | number;
            /** @description The same by the clock of the client. */
            originalTimestamp?: string | number;
            /** @description The id of before, which the `userId` takes over. */
            previousId: string | number;
            /** @description When the client sent it: it corrects a clock that is wrong. */
            sentAt?: string | number;
            /** @description When it happened: ISO 8601, or epoch milliseconds or seconds. Now where it is left out. */
            timestamp?: string | number;
            /** @description Who did it, as your product knows them. Ids are compared as they are. */
            userId?: string | number;
            /** @description The key, where it stands neither in a header nor in the query. */
            writeKey?: string;
        } & {
            [key: string]: unknown;
        };
        /** Alive */
        Alive: {
            /** @constant */
            status: "ok";
        };
        /** AssignmentRequest */
        AssignmentRequest: {
            /** Format: email */
            owner: string;
            reason?: string;
        };
        /** Attachment */
        Attachment: {
            bytes: number | null;
            contentType: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            document: string | null;
            id: string;
            /** @enum {string} */
            kind: "person" | "company" | "campaign" | "lead" | "opportunity" | "deal" | "order" | "job";
            name: string;
            record: string;
            sha256: string | null;
        };
        /** AttachmentList */
        AttachmentList: {
            items: components["schemas"]["Attachment"][];
            nextCursor: string | null;
        };
        /** AuditRun */
        AuditRun: {
            error: string | null;
            id: string;
            progress: {
                checked: number;
                companies: {
                    checked: number;
                    mismatched: number;
                    mismatches: {
                        company: string;
                        live: number;
                        profile: string | null;
                        programme: string;
                        replayed: number;
                    }[];
                    peopleSkippedFor: {
                        people: number;
                        reason: string;
                    }[];
                    skipped: number;
                    skippedFor: {
                        companies: number;
                        reason: string;
                    }[];
                };
                mismatched: number;
                mismatches: {
                    live: number | null;
                    profile: string;
                    programme: string;
                    replayed: number | null;
                }[];
                skipped: number;
                skippedFor: {
                    profiles: number;
                    reason: string;
                }[];
            };
            result: {
                checked: number;
                companies: {
                    checked: number;
                    mismatched: number;
                    mismatches: {
                        company: string;
                        live: number;
                        profile: string | null;
                        programme: string;
                        replayed: number;
                    }[];
                    peopleSkippedFor: {
                        people: number;
                        reason: string;
                    }[];
                    skipped: number;
                    skippedFor: {
                        companies: number;
                        reason: string;
                    }[];
                };
                mismatched: number;
                mismatches: {
                    live: number | null;
                    profile: string;
                    programme: string;
                    replayed: number | null;
                }[];
                skipped: number;
                skippedFor: {
                    profiles: number;
                    reason: string;
                }[];
            } | null;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "running" | "done" | "cancelled" | "failed";
        };
        /** AuditRunList */
        AuditRunList: {
            items: components["schemas"]["AuditRun"][];
            nextCursor: string | null;
        };
        /** BacktestRun */
        BacktestRun: {
            active: string | null;
            author: string;
            draft: string;
            error: string | null;
            id: string;
            programme: string;
            progress: {
                eventsRead: number;
                eventsTotal: number;
            };
            result: {
                after: {
                    crossings: {
                        /** Format: date */
                        day: string;
                        leads: number;
                        owner: string | null;
                        tasks: number;
                    }[];
                    leads: number;
                    neverScored: number;
                    quality: {
                        good: number;
                        goodLost: number;
                        junk: number;
                        junkSpared: number;
                        precision: number | null;
                    };
                    rules: {
                        countsFrom?: string | null;
                        fires: number;
                        good: number;
                        junk: number;
                        label: string;
                        lastFired: string | null;
                        lift: number | null;
                        overlap: {
                            rule: string;
                            share: number;
                        }[];
                        points: number;
                        precision: number | null;
                        profiles: number;
                        refusals: number;
                        rule: string;
                        share: number;
                    }[];
                    tasks: number;
                    tiers: {
                        precision: number | null;
                        profiles: number;
                        recall: number | null;
                        tier: number;
                        tierName: string;
                    }[];
                    version: string;
                };
                before: {
                    crossings: {
                        /** Format: date */
                        day: string;
                        leads: number;
                        owner: string | null;
                        tasks: number;
                    }[];
                    leads: number;
                    neverScored: number;
                    quality: {
                        good: number;
                        goodLost: number;
                        junk: number;
                        junkSpared: number;
                        precision: number | null;
                    };
                    rules: {
                        countsFrom?: string | null;
                        fires: number;
                        good: number;
                        junk: number;
                        label: string;
                        lastFired: string | null;
                        lift: number | null;
                        overlap: {
                            rule: string;
                            share: number;
                        }[];
                        points: number;
                        precision: number | null;
                        profiles: number;
                        refusals: number;
                        rule: string;
                        share: number;
                    }[];
                    tasks: number;
                    tiers: {
                        precision: number | null;
                        profiles: number;
                        recall: number | null;
                        tier: number;
                        tierName: string;
                    }[];
                    version: string;
                } | null;
                events: number;
                flows: {
                    from: number;
                    profiles: number;
                    to: number;
                }[];
                leadsAtOnce: number;
                moves: {
                    email: string | null;
                    from: string;
                    profile: string;
                    reasons: {
                        points: number;
                        rule: string;
                    }[];
                    scores: [
                        number,
                        number
                    ];
                    tiers: [
                        number,
                        number
                    ];
                    to: string;
                }[];
                profiles: number;
                readSeconds: number;
                replaySeconds: number;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                until: string;
            } | null;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "running" | "done" | "cancelled" | "failed";
            /** Format: date-time */
            until: string;
        };
        /** BacktestSummary */
        BacktestSummary: {
            active: string | null;
            author: string;
            draft: string;
            error: string | null;
            id: string;
            leadsAfter: number | null;
            leadsBefore: number | null;
            programme: string;
            progress: {
                eventsRead: number;
                eventsTotal: number;
            };
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "running" | "done" | "cancelled" | "failed";
            /** Format: date-time */
            until: string;
        };
        /** BacktestSummaryList */
        BacktestSummaryList: {
            items: components["schemas"]["BacktestSummary"][];
            nextCursor: string | null;
        };
        /** BatchAccepted */
        BatchAccepted: {
            /** @description Events that are in the stream. */
            accepted: number;
            /** @description Only where names were dropped with their values: which ones are never taken. */
            dropped?: string;
            errors: components["schemas"]["EventError"][];
            /** @description Only where `errors` would have more than 65536 bytes: how many are not listed. */
            furtherErrors?: number;
            /** @description Only where there are more than 100: how many are not listed. */
            furtherWarnings?: number;
            /** @description Accepted events that came too late to give points. */
            late: number;
            lateIndexes: number[];
            /** @description Events that were refused; sending them again does not help. */
            rejected: number;
            /** @constant */
            success: true;
            /** @description Only where something is taken otherwise than it was said. The event counts. */
            warnings?: components["schemas"]["BatchedEventWarning"][];
        };
        /** BatchedEvent */
        BatchedEvent: {
            /** @description The device, before anybody is known. One of the two ids is needed. */
            anonymousId?: string | number;
            /** @description `page`, `campaign`, `traits`, `consent`, and whatever else clients say. */
            context?: {
                [key: string]: unknown;
            };
            /** @description Ignored. */
            integrations?: {
                [key: string]: unknown;
            };
            /** @description Says which event it is: the same id counts once. Made where it is left out. */
            messageId?: string | number;
            /** @description The same by the clock of the client. */
            originalTimestamp?: string | number;
            /** @description When the client sent it: it corrects a clock that is wrong. */
            sentAt?: string | number;
            /** @description When it happened: ISO 8601, or epoch milliseconds or seconds. Now where it is left out. */
            timestamp?: string | number;
            /** @description The call: `track`, `page` … */
            type: string;
            /** @description Who did it, as your product knows them. Ids are compared as they are. */
            userId?: string | number;
            /** @description The key, where it stands neither in a header nor in the query. */
            writeKey?: string;
        } & {
            [key: string]: unknown;
        };
        /** BatchedEventWarning */
        BatchedEventWarning: {
            /** @description `means_nobody`, `not_an_address`, `time_ahead` … as in docs/send-events.md. */
            code: string;
            /** @description Of the event in the batch. */
            index: number;
            /** @description Which field, and how the event counts. */
            message: string;
        };
        /** BehaviourOfProfile */
        BehaviourOfProfile: {
            isCut: boolean;
            steps: {
                after: string;
                identify?: {
                    [key: string]: unknown;
                };
                page?: string;
                properties?: {
                    [key: string]: unknown;
                };
                sales?: {
                    customer: boolean;
                    leadStatus: string[];
                };
                track?: string;
            }[];
        };
        /** Board */
        Board: {
            columns: {
                changeTag: string | null;
                count: {
                    count: number;
                    isCapped: boolean;
                };
                ends: ("won" | "lost" | "done" | "cancelled") | null;
                lane: string | null;
                probability: number | null;
                stage: string;
                sums: {
                    amount: string;
                    currency: string;
                    weighted: string | null;
                }[];
            }[];
            /** @enum {string} */
            kind: "campaign" | "lead" | "opportunity" | "deal" | "order" | "job";
            name: string;
            owners: {
                columns: {
                    changeTag: string | null;
                    count: {
                        count: number;
                        isCapped: boolean;
                    };
                    stage: string;
                    sums: {
                        amount: string;
                        currency: string;
                        weighted: string | null;
                    }[];
                }[];
                owner: string | null;
            }[] | null;
            pipeline: string;
            version: number;
        };
        /** BulkAct */
        BulkAct: {
            campaign: string | null;
            change: {
                [key: string]: unknown;
            } | null;
            counts: {
                done: number;
                kept: number;
                records: number;
                refused: number;
                unchanged: number;
                undone: number;
                waiting: number;
            };
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            endedAt: string | null;
            filter: {
                [key: string]: string;
            } | null;
            id: string;
            /** @enum {string} */
            list: "leads" | "tasks" | "people" | "companies" | "opportunities" | "deals" | "orders" | "jobs" | "campaigns" | "quotations";
            refused: {
                name: string | null;
                reason: string;
                record: string;
            }[];
            /** @enum {string} */
            status: "running" | "done" | "cancelled" | "undoing" | "undone";
            undoUntil: string | null;
        };
        /** BulkActList */
        BulkActList: {
            items: components["schemas"]["BulkAct"][];
            nextCursor: string | null;
        };
        /** BulkCount */
        BulkCount: {
            count: number;
            isCapped: boolean;
        };
        /** BulkCountQuery */
        BulkCountQuery: {
            filter: {
                [key: string]: string;
            };
            /** @enum {string} */
            list: "leads" | "tasks" | "people" | "companies" | "opportunities" | "deals" | "orders" | "jobs" | "campaigns" | "quotations";
        };
        /** Calendar */
        Calendar: {
            url: string;
        };
        /** Caller */
        Caller: {
            email: string;
            lanes: string[];
            needsSecondFactor: boolean;
            permissions: {
                mayChange: boolean;
                mayRead: boolean;
                path: string;
            }[];
            /** @enum {string} */
            role: "admin" | "manager" | "rep" | "marketer" | "operator";
        };
        /** CampaignInfluence */
        CampaignInfluence: {
            campaign: string;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            touch: "first" | "later";
        };
        /** CampaignInfluenceList */
        CampaignInfluenceList: {
            items: components["schemas"]["CampaignInfluence"][];
            nextCursor: string | null;
        };
        /** CampaignInfluences */
        CampaignInfluences: {
            items: {
                campaign: string;
                since?: string | number;
                /**
                 * @default later
                 * @enum {string}
                 */
                touch?: "first" | "later";
            }[];
        };
        /** ChangedRecords */
        ChangedRecords: {
            lists: ("leads" | "campaigns" | "opportunities" | "deals" | "orders" | "jobs")[];
        };
        /** Channel */
        Channel: {
            campaigns: string[];
            /** Format: date-time */
            createdAt: string;
            id: string;
            isDefault: boolean;
            isMuted: boolean;
            /** @enum {string} */
            kind: "mail" | "slack" | "webhook";
            maxPerHour: number | null;
            minTier: number;
            name: string;
            owner: string | null;
            programmes: string[];
            quietHours: components["schemas"]["QuietHours"] | null;
            revision: number;
            rules: string[];
            /** @enum {string} */
            scope: "mine" | "my team" | "queue" | "all";
            target: string;
            types: string[];
            /** Format: date-time */
            updatedAt: string;
        };
        /** ChannelChange */
        ChannelChange: {
            campaigns?: string[];
            isMuted?: boolean;
            maxPerHour?: number | null;
            minTier?: number;
            name?: string;
            programmes?: string[];
            quietHours?: components["schemas"]["QuietHours"] | null;
            rules?: string[];
            /** @enum {string} */
            scope?: "mine" | "my team" | "queue" | "all";
            target?: string;
            types?: string[];
        };
        /** ChannelList */
        ChannelList: {
            items: components["schemas"]["Channel"][];
            nextCursor: string | null;
        };
        /** ChannelTestData */
        ChannelTestData: {
            channel: string;
            name: string;
        };
        /** Claimants */
        Claimants: {
            hasMore: boolean;
            users: {
                /** Format: date-time */
                claimedAt: string;
                profile: string;
                userId: string;
            }[];
        };
        /** ClientSettings */
        ClientSettings: {
            integrations: Record<string, never>;
            metrics: Record<string, never>;
        };
        /** Colleague */
        Colleague: {
            email: string;
            name: string | null;
            /** @enum {string} */
            role: "admin" | "manager" | "rep" | "marketer" | "operator";
            team: string | null;
        };
        /** Company */
        Company: {
            country: string | null;
            /** Format: date-time */
            createdAt: string;
            domain: string | null;
            doNotContact: boolean;
            externalId: string | null;
            externalSource: string | null;
            id: string;
            name: string;
            owner: string | null;
            phone: string | null;
            revision: number;
            /** Format: date-time */
            updatedAt: string;
        };
        /** CompanyChange */
        CompanyChange: {
            country?: string | null;
            domain?: string | null;
            doNotContact?: boolean;
            externalId?: string | null;
            externalSource?: string | null;
            name?: string;
            owner?: string | null;
            phone?: string | null;
        };
        /** CompanyList */
        CompanyList: {
            items: components["schemas"]["Company"][];
            nextCursor: string | null;
        };
        /** CompanyMerge */
        CompanyMerge: {
            merged: string;
            mergedRevision?: number;
            /** @default [] */
            take?: ("name" | "domain" | "owner" | "country" | "phone" | "externalId")[];
        };
        /** CompanyScores */
        CompanyScores: {
            id: string;
            name: string;
            scores: {
                /** Format: date-time */
                asOf: string;
                claims: {
                    counts: boolean;
                    email: string | null;
                    name: string | null;
                    person: string | null;
                    points: number;
                    profile: string;
                    reasons: components["schemas"]["Reason"][];
                }[];
                combine: string;
                people: {
                    counts: boolean;
                    email: string | null;
                    name: string | null;
                    person: string | null;
                    points: number;
                    profile: string;
                    reasons: components["schemas"]["Reason"][];
                }[];
                peopleCount: number;
                programme: string;
                programmeName: string;
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            }[];
        };
        /** CompanyUpsert */
        CompanyUpsert: {
            country?: string | null;
            domain?: string | null;
            doNotContact?: boolean;
            externalId?: string | null;
            externalSource?: string | null;
            name?: string;
            owner?: string | null;
            phone?: string | null;
        };
        /** CrossingData */
        CrossingData: {
            account?: {
                company: string;
                contact: string;
            };
            campaign: string;
            episode: number;
            from: number;
            grade: string | null;
            identity: {
                company: string | null;
                /** @default null */
                country: string | null;
                /** @constant */
                crowd?: true;
                email: string | null;
                group?: {
                    atMs?: number;
                    domain: string | null;
                    id: string | null;
                };
                isEmailClaimed?: boolean;
                /** @constant */
                isKnown?: false;
                /** @default null */
                language: string | null;
                name: string | null;
                phone: string | null;
                title: string | null;
                unproven?: ("email" | "name" | "company" | "title" | "phone" | "country" | "language")[];
                unprovenBy?: string;
                userId: string | null;
            } | null;
            part?: {
                generation?: number;
                heir?: string;
                isOwn: boolean;
                joined?: string[];
            };
            person: components["schemas"]["Person"];
            priority: string | null;
            profile: string;
            programme: string;
            programmeName: string;
            programmeVersion: string;
            reasons: components["schemas"]["Reason"][];
            score: number;
            shortened?: string[];
            tierName: string;
            tiers: number;
            to: number;
        };
        /** DeadLetter */
        DeadLetter: {
            /** Format: date-time */
            at: string;
            bytes: number;
            canReplay: boolean;
            detail: string;
            id: string;
            /** @enum {string} */
            kind: "event" | "link" | "merge" | "ledger" | "unknown";
            partition: number;
            profile: string | null;
            /** @enum {string} */
            reason: "unreadable" | "failed" | "unstorable";
            record: string;
        };
        /** DeadLetterList */
        DeadLetterList: {
            items: components["schemas"]["DeadLetter"][];
            nextCursor: string | null;
        };
        /** Delivery */
        Delivery: {
            cancelledReason: string | null;
            /** @enum {string} */
            channel: "mail" | "slack" | "webhook";
            chosenBy: string | null;
            /** Format: date-time */
            createdAt: string;
            deliveredAt: string | null;
            endpoint: string | null;
            id: string;
            lastError: string | null;
            nextAt: string | null;
            person: components["schemas"]["Person"] | null;
            record: string | null;
            repeatedBy: string | null;
            repeats: string | null;
            /** @enum {string} */
            state: "waiting" | "delivered" | "failed" | "cancelled";
            target: string;
            tries: number;
        };
        /** DeliveryList */
        DeliveryList: {
            items: components["schemas"]["Delivery"][];
            nextCursor: string | null;
        };
        /** DeliveryWithAttempts */
        DeliveryWithAttempts: {
            attempts: {
                /** Format: date-time */
                at: string;
                durationMs: number;
                error: string | null;
                /** @enum {string} */
                outcome: "delivered" | "retried" | "failed";
                status: number | null;
            }[];
            cancelledReason: string | null;
            /** @enum {string} */
            channel: "mail" | "slack" | "webhook";
            chosenBy: string | null;
            /** Format: date-time */
            createdAt: string;
            deliveredAt: string | null;
            endpoint: string | null;
            id: string;
            lastError: string | null;
            nextAt: string | null;
            person: components["schemas"]["Person"] | null;
            record: string | null;
            repeatedBy: string | null;
            repeats: string | null;
            /** @enum {string} */
            state: "waiting" | "delivered" | "failed" | "cancelled";
            target: string;
            tries: number;
        };
        /** DepartedUser */
        DepartedUser: {
            acceptsLeads: boolean;
            away: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
            } | null;
            canLogIn: boolean;
            capacity: number;
            deactivatedAt: string | null;
            deactivatedReason: string | null;
            deputy: string | null;
            email: string;
            lanes: string[];
            languages: string[];
            maxOpenLeads: number;
            name: string | null;
            products: string[];
            reassigned: components["schemas"]["ReassignedWork"];
            revision: number;
            /** @enum {string} */
            role: "admin" | "manager" | "rep" | "marketer" | "operator";
            secondFactorAt: string | null;
            team: string | null;
            territories: string[];
            timeZone: string | null;
            weeklyReview: boolean;
            workingTime: {
                days: string[];
                holidays: string[];
                hours: string;
                timeZone?: string;
            } | null;
        };
        /** Departure */
        Departure: {
            assignTo: string | null;
            reason: string;
        };
        /** Draft */
        Draft: {
            basedOn: string | null;
            /** Format: date-time */
            begunAt: string;
            begunBy: string;
            /** Format: date-time */
            changedAt: string;
            changedBy: string;
            examples: string | null;
            id: string;
            revision: number;
            text: string;
        };
        /** DraftChange */
        DraftChange: {
            basedOn?: string | null;
            examples: string | null;
            text: string;
        };
        /** DraftPreview */
        DraftPreview: {
            changes: string[];
            errors: {
                column: number;
                /** @enum {string} */
                in: "text" | "examples";
                instead: string | null;
                length: number;
                line: number;
                message: string;
            }[];
            examples: {
                actual: {
                    grade?: string;
                    points?: {
                        [key: string]: number;
                    };
                    refused?: {
                        [key: string]: number;
                    };
                    score: number | null;
                    tier: string;
                } | null;
                differences: string[];
                example: string;
            }[];
            examplesSkipped: number;
            version: string;
            warnings: components["schemas"]["TextNote"][];
        };
        /** DraftSummary */
        DraftSummary: {
            basedOn: string | null;
            /** Format: date-time */
            begunAt: string;
            begunBy: string;
            /** Format: date-time */
            changedAt: string;
            changedBy: string;
            id: string;
            revision: number;
        };
        /** DraftSummaryList */
        DraftSummaryList: {
            items: components["schemas"]["DraftSummary"][];
            nextCursor: string | null;
        };
        /** Duplicate */
        Duplicate: {
            distinct: {
                /** Format: date-time */
                at: string;
                by: string;
            } | null;
            /** @enum {string} */
            list: "people" | "companies";
            reasons: ("email" | "phone" | "external id" | "name" | "domain")[];
            records: [
                components["schemas"]["DuplicateRecord"],
                components["schemas"]["DuplicateRecord"]
            ];
        };
        /** DuplicateList */
        DuplicateList: {
            items: components["schemas"]["Duplicate"][];
            nextCursor: string | null;
        };
        /** DuplicatePair */
        DuplicatePair: {
            /** @enum {string} */
            list: "people" | "companies";
            records: [
                string,
                string
            ];
        };
        /** DuplicateRecord */
        DuplicateRecord: {
            company: string | null;
            country: string | null;
            /** Format: date-time */
            createdAt: string;
            domain: string | null;
            doNotContact: boolean;
            email: string | null;
            externalId: string | null;
            externalSource: string | null;
            id: string;
            isEmailClaimed: boolean;
            kind: ("prospect" | "contact" | "customer") | null;
            language: string | null;
            name: string | null;
            owner: string | null;
            phone: string | null;
            revision: number;
            title: string | null;
        };
        /** Endpoint */
        Endpoint: {
            /** Format: date-time */
            createdAt: string;
            disabledAt: string | null;
            disabledReason: string | null;
            failingSince: string | null;
            /** @enum {string} */
            format: "standard" | "cloudevents";
            id: string;
            previousSecretUntil: string | null;
            revision: number;
            secret: string | null;
            url: string;
        };
        /** EndpointChange */
        EndpointChange: {
            /** @enum {string} */
            format: "standard" | "cloudevents";
        };
        /** EndpointList */
        EndpointList: {
            items: components["schemas"]["Endpoint"][];
            nextCursor: string | null;
        };
        /** Erasure */
        Erasure: {
            /** Format: date-time */
            askedAt: string;
            askedBy: string;
            claimants: components["schemas"]["Claimants"] | null;
            endedAt: string | null;
            id: string;
            progress: {
                erased: number;
                profiles: number;
            };
            receipt: components["schemas"]["Receipt"] | null;
            /** @enum {string} */
            status: "running" | "done";
        };
        /** ErasureList */
        ErasureList: {
            items: components["schemas"]["Erasure"][];
            nextCursor: string | null;
        };
        /** ErasureRequest */
        ErasureRequest: {
            key: string;
        };
        /** EventAccepted */
        EventAccepted: {
            /** @description Only where names were dropped with their values: which ones are never taken. */
            dropped?: string;
            /**
             * @description Only where it came too late to give points. It is kept.
             * @constant
             */
            late?: 1;
            /** @constant */
            success: true;
            /** @description Only where something is taken otherwise than it was said. The event counts. */
            warnings?: components["schemas"]["EventWarning"][];
        };
        /** EventBatch */
        EventBatch: {
            /** @description At most 2500 events, each with its `type`. */
            batch: components["schemas"]["BatchedEvent"][];
            /** @description What all events share. */
            context?: {
                [key: string]: unknown;
            };
            /** @description When the client sent it. */
            sentAt?: string | number;
            /** @description The key, where it stands neither in a header nor in the query. */
            writeKey?: string;
        } & {
            [key: string]: unknown;
        };
        /** EventError */
        EventError: {
            /** @description As in docs/errors.md. */
            code: string;
            /** @description Of the event in the batch. */
            index: number;
            message: string;
        };
        /** EventImport */
        EventImport: {
            alertSince: string | null;
            /** Format: date-time */
            changedAt: string;
            counts: {
                bad: number;
                duplicates: number;
                erased: number;
                events: number;
                lines: number;
                tooOld: number;
                warnings: number;
            };
            furtherWarnings?: number;
            id: string;
            label: string;
            /** Format: date-time */
            openedAt: string;
            openedBy: string;
            progress: {
                profiles: number;
                scored: number;
            };
            /** @enum {string} */
            status: "open" | "scoring" | "done" | "undoing" | "undone";
            undoUntil: string | null;
            warnings?: {
                code: string;
                file: string;
                line: number;
                message: string;
            }[];
        };
        /** EventImportList */
        EventImportList: {
            items: components["schemas"]["EventImport"][];
            nextCursor: string | null;
        };
        /** EventImportPart */
        EventImportPart: {
            bad: number;
            erased: number;
            events: number;
            lines: number;
            tooOld: number;
            warnings: number;
        };
        /** EventImportParts */
        EventImportParts: {
            parts: number[];
        };
        /** EventWarning */
        EventWarning: {
            /** @description `means_nobody`, `not_an_address`, `time_ahead` … as in docs/send-events.md. */
            code: string;
            /** @description Which field, and how the event counts. */
            message: string;
        };
        /** Explanation */
        Explanation: {
            /** Format: date-time */
            asOf: string;
            contributions: components["schemas"]["Reason"][];
            excludedBy?: string;
            fall: {
                /** Format: date-time */
                at: string;
                from: string;
                losses: {
                    is: number;
                    label: string;
                    reason: string;
                    rule: string;
                    was: number;
                }[];
                to: string;
            } | null;
            grade?: string | null;
            late: {
                count: number;
                latest: {
                    /** Format: date-time */
                    acceptedAt: string;
                    /** Format: date-time */
                    at: string;
                    event: string;
                    name: string;
                    reason: string;
                    type: string;
                }[];
            } | null;
            limit: {
                eventsMax: number;
                /** Format: date-time */
                sealedUntil: string;
            } | null;
            nextTier: {
                above?: number;
                from: number;
                missing: number;
                tier: number;
                tierName: string;
                ways: {
                    behaviours: {
                        label: string;
                        rule: string;
                        times: number;
                    }[];
                    points: number;
                }[];
            } | null;
            priority?: string | null;
            profile: string;
            programme: string;
            programmeVersion: string;
            refusals: components["schemas"]["Reason"][];
            score: number | null;
            tier: number;
            tierName: string;
        };
        /** ExportChoice */
        ExportChoice: {
            /** @enum {string} */
            delimiter?: ";" | "\t" | "|" | ",";
            ids: string[];
            /** @enum {string} */
            kind: "people" | "customers" | "companies" | "opportunities" | "deals" | "orders" | "jobs" | "quotations";
        };
        /** FailingProfile */
        FailingProfile: {
            /** Format: date-time */
            at: string;
            detail: string;
            partition: number;
            profile: string;
            /** @enum {string} */
            reason: "unreadable" | "failed";
            /** Format: date-time */
            retryAt: string;
            /** Format: date-time */
            since: string;
        };
        /** FailingProfileList */
        FailingProfileList: {
            items: components["schemas"]["FailingProfile"][];
            nextCursor: string | null;
        };
        /** FormAccepted */
        FormAccepted: {
            /** @constant */
            accepted: true;
        };
        /** FormSubmission */
        FormSubmission: {
            company?: string;
            /** @description Of the sender. An `email` or a `phone` is needed. */
            email?: string;
            name?: string;
            phone?: string;
            /** @description A mark of the page: the same mark opens nothing more in a day. */
            submission?: string;
            /** @description Left empty: people do not see it, and robots fill it in. */
            website?: string;
        } & {
            [key: string]: unknown;
        };
        /** GroupEvent */
        GroupEvent: {
            /** @description The device, before anybody is known. One of the two ids is needed. */
            anonymousId?: string | number;
            /** @description `page`, `campaign`, `traits`, `consent`, and whatever else clients say. */
            context?: {
                [key: string]: unknown;
            };
            /** @description The company or team. */
            groupId: string | number;
            /** @description Ignored. */
            integrations?: {
                [key: string]: unknown;
            };
            /** @description Says which event it is: the same id counts once. Made where it is left out. */
            messageId?: string | number;
            /** @description The same by the clock of the client. */
            originalTimestamp?: string | number;
            /** @description When the client sent it: it corrects a clock that is wrong. */
            sentAt?: string | number;
            /** @description When it happened: ISO 8601, or epoch milliseconds or seconds. Now where it is left out. */
            timestamp?: string | number;
            /** @description What is known of them: `email`, `phone`, `name`, `company` … */
            traits?: {
                [key: string]: unknown;
            };
            /** @description Who did it, as your product knows them. Ids are compared as they are. */
            userId?: string | number;
            /** @description The key, where it stands neither in a header nor in the query. */
            writeKey?: string;
        } & {
            [key: string]: unknown;
        };
        /** Health */
        Health: {
            alarms: components["schemas"]["HealthAlarm"][];
            areReportsRead: boolean;
            /** Format: date-time */
            at: string;
            audited: {
                checked: number;
                mismatched: number;
            };
            deliveries: {
                /** @enum {string} */
                channel: "mail" | "slack" | "webhook";
                failed: number;
                kept: number;
                oldestAt: string | null;
                waiting: number;
            }[] | null;
            flows: {
                accepted: number[];
                copied: number[];
                delivered: number[];
                failed: number[];
                rejected: number[];
                relayed: number[];
                scored: number[];
                shed: number[];
            };
            heldLeads: number | null;
            historyLag: (number | null)[];
            hops: {
                count: number;
                /** @enum {string} */
                hop: "scored" | "relayed" | "notified";
                p50: number | null;
                p95: number | null;
                series: (number | null)[];
            }[];
            lag: (number | null)[];
            lastEventAt: string | null;
            partitions: {
                deadLetters: number;
                due: number;
                failingProfiles: number;
                historyLag: number;
                lag: number;
                outbox: number;
                partition: number;
            }[] | null;
            processes: {
                host: string;
                id: string;
                isThis: boolean;
                node: string;
                pid: number;
                roles: string[];
                /** Format: date-time */
                seenAt: string;
                /** Format: date-time */
                startedAt: string;
                /** @enum {string} */
                state: "ready" | "not-ready" | "silent" | "ended";
                unwell: {
                    name: string;
                    reason: string;
                    /** Format: date-time */
                    since: string;
                }[];
                version: string;
            }[];
            reevaluation: {
                beganAt: string | null;
                done: number;
                generation: number;
                perSecond: number | null;
                secondsLeft: number | null;
                /** @enum {string} */
                status: "waiting" | "running" | "done";
                total: number | null;
            } | null;
            replica: {
                asOf: string | null;
                isUsed: boolean;
                reason: string | null;
            } | null;
            restore: {
                failed: number;
                found: number;
                isWhole: boolean;
                waiting: number;
            } | null;
            slotSeconds: number;
            /** @enum {string} */
            state: "well" | "warning" | "alarm";
            stores: {
                isReady: boolean;
                reason: string | null;
                /** Format: date-time */
                since: string;
                /** @enum {string} */
                store: "redis" | "postgresql";
            }[];
            unreadTierUpdates: number | null;
        };
        /** HealthAlarm */
        HealthAlarm: {
            /** @enum {string} */
            name: "store-away" | "role-missing" | "process-silent" | "reports-unread" | "not-ready" | "replica-unused" | "lag-high" | "lag-grows" | "shedding" | "history-lag-grows" | "no-events" | "restoring" | "mismatches" | "dead-letters" | "unread-tier-updates" | "failing-profiles" | "deliveries-late" | "deliveries-failed";
            remedy: string;
            says: string;
            /** @enum {string} */
            severity: "warning" | "alarm";
        };
        /** HeldLead */
        HeldLead: {
            campaign: string;
            /** Format: date-time */
            heldAt: string;
            id: string;
            key: string | null;
            person: {
                company: string | null;
                email: string | null;
                name: string | null;
                phone: string | null;
                userId: string | null;
            };
            profile: string;
            programme: string;
            reasons: components["schemas"]["Reason"][];
            score: number;
            tier: number;
            tierName: string;
            /** @enum {string} */
            why: "leads" | "identities";
        };
        /** HeldLeadList */
        HeldLeadList: {
            items: components["schemas"]["HeldLead"][];
            nextCursor: string | null;
        };
        /** IdentifyEvent */
        IdentifyEvent: {
            /** @description The device, before anybody is known. One of the two ids is needed. */
            anonymousId?: string | number;
            /** @description `page`, `campaign`, `traits`, `consent`, and whatever else clients say. */
            context?: {
                [key: string]: unknown;
            };
            /** @description Ignored. */
            integrations?: {
                [key: string]: unknown;
            };
            /** @description Says which event it is: the same id counts once. Made where it is left out. */
            messageId?: string | number;
            /** @description The same by the clock of the client. */
            originalTimestamp?: string | number;
            /** @description When the client sent it: it corrects a clock that is wrong. */
            sentAt?: string | number;
            /** @description When it happened: ISO 8601, or epoch milliseconds or seconds. Now where it is left out. */
            timestamp?: string | number;
            /** @description What is known of them: `email`, `phone`, `name`, `company` … */
            traits?: {
                [key: string]: unknown;
            };
            /** @description Who did it, as your product knows them. Ids are compared as they are. */
            userId?: string | number;
            /** @description The key, where it stands neither in a header nor in the query. */
            writeKey?: string;
        } & {
            [key: string]: unknown;
        };
        /** Import */
        Import: {
            badRows: {
                column: string | null;
                line: number;
                reason: string;
                value: string | null;
            }[];
            bytes: number;
            columns: string[];
            counts: {
                bad: number;
                changed: number;
                kept: number;
                new: number;
                rows: number;
                unchanged: number;
            };
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** @enum {string} */
            dates: "ymd" | "dmy" | "mdy";
            /** @enum {string} */
            decimal: "." | ",";
            /** @enum {string} */
            delimiter: ";" | "\t" | "|" | ",";
            dryRun: boolean;
            /** @enum {string} */
            empty: "keep" | "clear";
            /** @enum {string} */
            encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
            endedAt: string | null;
            error: string | null;
            file: string | null;
            header: boolean;
            id: string;
            /** @enum {string} */
            kind: "people" | "companies" | "customers" | "owners" | "products" | "opportunities" | "deals" | "orders" | "jobs" | "quotations" | "do-not-contact";
            mapping: {
                [key: string]: string | null;
            };
            mayHave: string[];
            pipeline: string | null;
            progress: {
                done: number;
                of: number | null;
            };
            /** @enum {string} */
            rows: "all" | "good";
            /** @enum {string} */
            status: "waiting" | "checking" | "checked" | "applying" | "done" | "undoing" | "undone" | "cancelled" | "failed";
            undoUntil: string | null;
        };
        /** ImportChange */
        ImportChange: {
            /** @enum {string} */
            dates?: "ymd" | "dmy" | "mdy";
            /** @enum {string} */
            decimal?: "." | ",";
            /** @enum {string} */
            delimiter?: ";" | "\t" | "|" | ",";
            dryRun?: boolean;
            /** @enum {string} */
            empty?: "keep" | "clear";
            encoding?: string;
            header?: boolean | ("true" | "false");
            mapping?: {
                [key: string]: string | null;
            };
            pipeline?: string;
            /** @enum {string} */
            rows?: "all" | "good";
        };
        /** ImportList */
        ImportList: {
            items: components["schemas"]["Import"][];
            nextCursor: string | null;
        };
        /** Inbox */
        Inbox: {
            items: components["schemas"]["InboxItem"][];
            nextCursor: string | null;
            unread: {
                count: number;
                isCapped: boolean;
            };
        };
        /** InboxItem */
        InboxItem: {
            /** Format: date-time */
            at: string;
            heat: {
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            } | null;
            id: number;
            isRead: boolean;
            lead: string | null;
            owner: string | null;
            person: components["schemas"]["Person"] | null;
            record: {
                id: string;
                kind: string;
                name: string;
            } | null;
            task: string | null;
            text: string | null;
            title: string;
            /** @enum {string} */
            type: "lead.opened" | "lead.heated" | "task.opened" | "task.heated" | "profile.heated" | "task.due-soon" | "task.overdue" | "task.escalated" | "task.returned" | "lead.reassigned" | "task.reassigned" | "lead.assigned" | "task.assigned" | "work.assigned" | "lead.cooled" | "task.cooled" | "lead.updated" | "task.updated" | "task.completed" | "record.notified" | "record.handed-off" | "endpoint.disabled";
        };
        /** InboxReadUntil */
        InboxReadUntil: {
            before: number;
            unread: {
                count: number;
                isCapped: boolean;
            };
            until: number;
        };
        /** IngestKey */
        IngestKey: {
            createdAt: string | null;
            form: {
                fields: string[];
                pipeline: string;
                redirect: string | null;
            } | null;
            hint: string;
            id: string;
            key: string | null;
            /** @enum {string} */
            kind: "public" | "secret" | "form";
            name: string;
            origins: string[];
            revokedAt: string | null;
            rotatedAt: string | null;
            /** @enum {string} */
            signed: "optional" | "required";
            /** @enum {string} */
            source: "settings" | "made";
        };
        /** IngestKeyChange */
        IngestKeyChange: {
            form?: {
                /** @default [] */
                fields?: string[];
                pipeline: string;
                redirect?: string | null;
            };
            name?: string;
            origins?: string[];
            /** @enum {string} */
            signed?: "optional" | "required";
        };
        /** IngestKeyList */
        IngestKeyList: {
            items: components["schemas"]["IngestKey"][];
            nextCursor: string | null;
        };
        /** Item */
        Item: {
            amount: string;
            currency: string;
            product: string;
            quantity: number;
            unitPrice: string;
        };
        /** ItemList */
        ItemList: {
            items: components["schemas"]["Item"][];
            nextCursor: string | null;
        };
        /** Items */
        Items: {
            items: {
                amount?: string | number;
                currency?: string;
                product: string;
                quantity: number;
                unitPrice?: string | number;
            }[];
        };
        /** KeptValue */
        KeptValue: {
            column: string | null;
            id: string;
            reason: string;
            record: string;
        };
        /** KeptValueList */
        KeptValueList: {
            items: components["schemas"]["KeptValue"][];
            nextCursor: string | null;
        };
        /** KeyRotation */
        KeyRotation: {
            /** @default 0 */
            graceSeconds?: number;
        };
        /** KnownPerson */
        KnownPerson: {
            company: string | null;
            companyId: string | null;
            country: string | null;
            /** Format: date-time */
            createdAt: string;
            doNotContact: boolean;
            email: string | null;
            externalId: string | null;
            externalSource: string | null;
            id: string;
            isEmailClaimed: boolean;
            /** @enum {string} */
            kind: "prospect" | "contact" | "customer";
            language: string | null;
            name: string | null;
            owner: string | null;
            phone: string | null;
            revision: number;
            title: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        /** KnownPersonList */
        KnownPersonList: {
            items: components["schemas"]["KnownPerson"][];
            nextCursor: string | null;
        };
        /** Lead */
        Lead: {
            campaign: string;
            closedAt: string | null;
            company: string | null;
            /** Format: date-time */
            createdAt: string;
            end: ("won" | "lost" | "done" | "cancelled" | "voided") | null;
            endReason: string | null;
            /** Format: date-time */
            enteredAt: string;
            episode: number | null;
            externalId: string | null;
            externalSource: string | null;
            fields: {
                [key: string]: boolean | number | string;
            };
            firstTouchAt: string | null;
            heatedAt: string | null;
            id: string;
            /** @enum {string} */
            kind: "campaign" | "lead" | "opportunity" | "deal" | "order" | "job";
            lane: string | null;
            missing: string[];
            name: string | null;
            next: {
                missing: string[];
                to: string;
                when: string | null;
            }[];
            nextActionAt: string | null;
            owner: string | null;
            person: components["schemas"]["Person"];
            pipeline: string;
            probability: number | null;
            profile: string | null;
            programme: string | null;
            programmeVersion: string | null;
            quality: ("good" | "junk") | null;
            qualityReason: string | null;
            reasons: components["schemas"]["Reason"][];
            reminders: string[];
            revision: number;
            routingReason: string | null;
            score: number;
            stage: string;
            status: string;
            task: {
                completedAt: string | null;
                /** Format: date-time */
                dueAt: string;
                id: string;
                outcome: ("Opportunity created" | "No opportunity") | null;
                /** @enum {string} */
                status: "Open" | "Complete" | "Cancelled" | "Asleep";
            } | null;
            tier: number;
            tierName: string;
            tiers: number;
            /** Format: date-time */
            updatedAt: string;
        };
        /** LeadChange */
        LeadChange: {
            externalId?: string | null;
            externalSource?: string | null;
            fields?: {
                [key: string]: boolean | number | string | null;
            };
            owner?: string | null;
            quality?: ({
                /** @constant */
                quality: "good";
            } | {
                /** @constant */
                quality: "junk";
                reason: string;
            }) | null;
            reason?: string | null;
            stage?: string;
            status?: string;
            when?: string;
        };
        /** LeadList */
        LeadList: {
            items: components["schemas"]["Lead"][];
            nextCursor: string | null;
        };
        /** LeadSnapshot */
        LeadSnapshot: {
            campaign: string;
            closedAt: string | null;
            company: string | null;
            /** Format: date-time */
            createdAt: string;
            end: ("won" | "lost" | "done" | "cancelled" | "voided") | null;
            endReason: string | null;
            /** Format: date-time */
            enteredAt: string;
            episode: number | null;
            externalId: string | null;
            externalSource: string | null;
            fields: {
                [key: string]: boolean | number | string;
            };
            firstTouchAt: string | null;
            heatedAt: string | null;
            id: string;
            /** @enum {string} */
            kind: "campaign" | "lead" | "opportunity" | "deal" | "order" | "job";
            name: string | null;
            nextActionAt: string | null;
            owner: string | null;
            person: components["schemas"]["Person"];
            pipeline: string;
            profile: string | null;
            programme: string | null;
            programmeVersion: string | null;
            quality: ("good" | "junk") | null;
            qualityReason: string | null;
            reasons: components["schemas"]["Reason"][];
            revision: number;
            routingReason: string | null;
            score: number;
            stage: string;
            status: string;
            task: {
                completedAt: string | null;
                /** Format: date-time */
                dueAt: string;
                id: string;
                outcome: ("Opportunity created" | "No opportunity") | null;
                /** @enum {string} */
                status: "Open" | "Complete" | "Cancelled" | "Asleep";
            } | null;
            tier: number;
            tierName: string;
            tiers: number;
            /** Format: date-time */
            updatedAt: string;
        };
        /** LeadUpsert */
        LeadUpsert: {
            campaign?: string;
            company?: string;
            externalId?: string | null;
            externalSource?: string | null;
            fields?: {
                [key: string]: boolean | number | string | null;
            };
            owner?: string | null;
            person?: string | ({
                id: string;
            } & {
                [key: string]: unknown;
            });
            pipeline?: string;
            quality?: ({
                /** @constant */
                quality: "good";
            } | {
                /** @constant */
                quality: "junk";
                reason: string;
            }) | null;
            reason?: string | null;
            stage?: string;
            status?: string;
            when?: string;
        };
        /** LedgerEntry */
        LedgerEntry: {
            at: string | null;
            event: string | null;
            /** @enum {string} */
            kind: "paid" | "refused" | "taken back" | "changed";
            /** Format: date-time */
            notedAt: string;
            points: number;
            profile: string;
            programme: string;
            reason: string;
            rule: string;
            version: string;
        };
        /** LedgerEntryList */
        LedgerEntryList: {
            items: components["schemas"]["LedgerEntry"][];
            nextCursor: string | null;
        };
        /** LiveAlert */
        LiveAlert: {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "lead.opened";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "lead.heated";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.opened";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.heated";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "profile.heated";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.due-soon";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.overdue";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.escalated";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.returned";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "lead.reassigned";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.reassigned";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "lead.assigned";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.assigned";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "work.assigned";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "lead.cooled";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.cooled";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "lead.updated";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.updated";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record?: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task: components["schemas"]["Task"];
            /** @constant */
            type: "task.completed";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "record.notified";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "record.handed-off";
            work?: components["schemas"]["WorkItem"] | null;
        } | {
            /** Format: date-time */
            at: string;
            id: number;
            isInInbox?: boolean;
            lead?: components["schemas"]["LeadSnapshot"];
            profile?: {
                profile: string | null;
                reasons: components["schemas"]["Reason"][];
                score: number;
                tier: number;
                tierName: string;
                tiers: number;
            };
            reason?: string;
            record: {
                for: string;
                id: string;
                kind: string;
                name: string;
                stage: string;
                text: string;
            };
            task?: components["schemas"]["Task"];
            /** @constant */
            type: "endpoint.disabled";
            work?: components["schemas"]["WorkItem"] | null;
        };
        /** LiveEvent */
        LiveEvent: components["schemas"]["LiveAlert"] | components["schemas"]["WorkCounts"] | components["schemas"]["ChangedRecords"];
        /** LogIn */
        LogIn: {
            code?: string;
            /** Format: email */
            email: string;
            password: string;
        };
        /** LogInOptions */
        LogInOptions: {
            demo: {
                accounts: {
                    about: string;
                    email: string;
                    name: string;
                    password: string;
                }[];
                historyPart: number;
            } | null;
            failure: string | null;
            provider: {
                name: string;
                path: string;
            } | null;
        };
        /** MailEventsAccepted */
        MailEventsAccepted: {
            /** @description Events that are in the stream. */
            accepted: number;
            /** @description The others. */
            rejected: number;
            /** @constant */
            success: true;
        };
        /** MailLinks */
        MailLinks: {
            links: {
                href: string;
                id: string | null;
                url: string;
            }[];
            pixel: string;
        };
        /** ManyResult */
        ManyResult: {
            nextCursor: string | null;
            results: {
                id: string;
                refusal: string | null;
            }[];
            /** Format: date-time */
            until: string;
        };
        /** Merge */
        Merge: {
            /** Format: date-time */
            at: string;
            by: string;
            id: string;
            kept: string;
            keptName: string | null;
            /** @enum {string} */
            list: "people" | "companies";
            merged: string;
            mergedName: string | null;
            moved: {
                [key: string]: number;
            };
            undo: {
                refusal: string | null;
                /** Format: date-time */
                until: string;
            } | null;
        };
        /** MergeList */
        MergeList: {
            items: components["schemas"]["Merge"][];
            nextCursor: string | null;
        };
        /** MergePreview */
        MergePreview: {
            endsLeads: {
                campaign: string;
                goesOn: string;
                lead: string;
            }[];
            fields: {
                /** @enum {string} */
                field: "email" | "name" | "company" | "title" | "phone" | "country" | "language" | "kind" | "owner" | "externalId" | "domain";
                kept: string | null;
                merged: string | null;
                /** @enum {string} */
                stays: "kept" | "merged";
            }[];
            kept: components["schemas"]["DuplicateRecord"];
            /** @enum {string} */
            list: "people" | "companies";
            merged: components["schemas"]["DuplicateRecord"];
            moves: {
                [key: string]: number;
            };
            refusal: string | null;
            stopsContact: boolean;
        };
        /** NewActivity */
        NewActivity: {
            at?: string | number;
            /** @default  */
            body?: string;
            company?: string | null;
            deal?: string | null;
            direction?: ("out" | "in") | null;
            /** Format: date */
            followUpOn?: string;
            from?: string | null;
            job?: string | null;
            /** @enum {string} */
            kind: "call" | "voicemail" | "mail" | "meeting" | "note";
            lead?: string | null;
            nextStep?: string | null;
            opportunity?: string | null;
            order?: string | null;
            outcome?: string | null;
            person?: (string | ({
                id: string;
            } & {
                [key: string]: unknown;
            })) | null;
            responsible?: string | null;
        };
        /** NewBulkAct */
        NewBulkAct: {
            campaign?: string;
            change?: {
                [key: string]: unknown;
            };
            each?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            filter?: {
                [key: string]: string;
            };
            ids?: string[];
            /** @enum {string} */
            list: "leads" | "tasks" | "people" | "companies" | "opportunities" | "deals" | "orders" | "jobs" | "campaigns" | "quotations";
        };
        /** NewCampaign */
        NewCampaign: {
            externalId?: string | null;
            externalSource?: string | null;
            /** @default {} */
            fields?: {
                [key: string]: boolean | number | string | null;
            };
            name: string;
            owner?: string | null;
            pipeline: string;
        };
        /** NewChannel */
        NewChannel: {
            campaigns?: string[];
            isMuted?: boolean;
            /** @enum {string} */
            kind: "mail" | "slack" | "webhook";
            maxPerHour?: number | null;
            minTier?: number;
            name: string;
            owner?: string | null;
            programmes?: string[];
            quietHours?: components["schemas"]["QuietHours"] | null;
            rules?: string[];
            /** @enum {string} */
            scope?: "mine" | "my team" | "queue" | "all";
            target: string;
            types?: string[];
        };
        /** NewCompany */
        NewCompany: {
            country?: string | null;
            domain?: string | null;
            doNotContact?: boolean;
            externalId?: string | null;
            externalSource?: string | null;
            name: string;
            owner?: string | null;
            phone?: string | null;
        };
        /** NewDocument */
        NewDocument: {
            document: string;
        };
        /** NewEventImport */
        NewEventImport: {
            alertSince?: string;
            key?: string;
            label: string;
        };
        /** NewIngestKey */
        NewIngestKey: {
            form?: {
                /** @default [] */
                fields?: string[];
                pipeline: string;
                redirect?: string | null;
            };
            /** @enum {string} */
            kind: "public" | "secret" | "form";
            name: string;
            origins?: string[];
            /**
             * @default optional
             * @enum {string}
             */
            signed?: "optional" | "required";
        };
        /** NewLead */
        NewLead: {
            campaign?: string;
            company?: string;
            externalId?: string | null;
            externalSource?: string | null;
            /** @default {} */
            fields?: {
                [key: string]: boolean | number | string | null;
            };
            owner?: string;
            person?: string | ({
                id: string;
            } & {
                [key: string]: unknown;
            });
            pipeline?: string;
        };
        /** NewMailLinks */
        NewMailLinks: {
            /** Format: email */
            address: string;
            campaignId?: string;
            campaignName?: string;
            emailId: string;
            /** @default [] */
            links?: {
                id?: string;
                /** Format: uri */
                url: string;
            }[];
            /** @default false */
            proves?: boolean;
            subject?: string;
        };
        /** NewQuotation */
        NewQuotation: {
            amount?: string | number;
            currency?: string;
            followUpOn?: string | null;
            number?: string;
            /**
             * @default draft
             * @enum {string}
             */
            status?: "draft" | "sent";
        };
        /** NewRecord */
        NewRecord: {
            amount?: string | number;
            campaign?: string | null;
            company?: string | null;
            currency?: string;
            expectedClose?: string | null;
            externalId?: string | null;
            externalSource?: string | null;
            /** @default {} */
            fields?: {
                [key: string]: boolean | number | string | null;
            };
            name: string;
            owner?: string | null;
            person?: (string | ({
                id: string;
            } & {
                [key: string]: unknown;
            })) | null;
            pipeline: string;
        };
        /** NewSavedView */
        NewSavedView: {
            /** @default [] */
            columns?: string[];
            /** @default false */
            isDefault?: boolean;
            /** @default false */
            isShared?: boolean;
            /** @enum {string} */
            list: "leads" | "people" | "companies" | "opportunities" | "deals" | "orders" | "jobs" | "quotations" | "campaigns";
            name: string;
            search: {
                [key: string]: string;
            };
        };
        /** NewSecondFactor */
        NewSecondFactor: {
            appAddress: string;
            secret: string;
        };
        /** NewTask */
        NewTask: {
            company?: string | null;
            deal?: string | null;
            dueAt?: string | number;
            /** Format: date */
            dueOn?: string;
            job?: string | null;
            lead?: string | null;
            opportunity?: string | null;
            order?: string | null;
            owner?: string | null;
            person?: (string | ({
                id: string;
            } & {
                [key: string]: unknown;
            })) | null;
            subject: string;
            /** @enum {string} */
            type?: "Other" | "Call" | "E-mail" | "Meeting" | "Follow-up";
        };
        /** NewUser */
        NewUser: {
            acceptsLeads?: boolean;
            away?: {
                from: string | number;
                until: string | number;
            } | null;
            capacity?: number;
            deputy?: string | null;
            /** Format: email */
            email: string;
            lanes?: string[];
            languages?: string[];
            maxOpenLeads?: number;
            name?: string | null;
            password?: string;
            products?: string[];
            /** @enum {string} */
            role: "admin" | "manager" | "rep" | "marketer" | "operator";
            team?: string | null;
            territories?: string[];
            timeZone?: string | null;
            weeklyReview?: boolean;
            workingTime?: {
                days: ("Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")[];
                /** @default [] */
                holidays?: string[];
                hours: string;
                timeZone?: string;
            } | null;
        };
        /** Notice */
        Notice: {
            alert: number;
            /** Format: date-time */
            at: string;
            closedAt: string | null;
            delivery: string | null;
            droppedReason: string | null;
            /** Format: date-time */
            dueAt: string;
            lead: string | null;
            person: components["schemas"]["Person"] | null;
            /** @enum {string} */
            state: "waiting" | "sent" | "dropped";
            task: string | null;
            type: string;
        };
        /** NoticeList */
        NoticeList: {
            items: components["schemas"]["Notice"][];
            nextCursor: string | null;
        };
        /** Outlook */
        Outlook: {
            /** Format: date-time */
            activatedAt: string;
            actual: number;
            backtest: string | null;
            expected: number | null;
            isOver: boolean;
            programme: string;
            /** Format: date-time */
            until: string;
            version: string;
        };
        /** OwnChange */
        OwnChange: {
            away?: {
                from: string | number;
                until: string | number;
            } | null;
            deputy?: string | null;
            name?: string | null;
            password?: string;
            presentPassword?: string;
            timeZone?: string | null;
            weeklyReview?: boolean;
            workingTime?: {
                days: ("Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")[];
                /** @default [] */
                holidays?: string[];
                hours: string;
                timeZone?: string;
            } | null;
        };
        /** PageEvent */
        PageEvent: {
            /** @description The device, before anybody is known. One of the two ids is needed. */
            anonymousId?: string | number;
            /** @description Of the page. */
            category?: string;
            /** @description `page`, `campaign`, `traits`, `consent`, and whatever else clients say. */
            context?: {
                [key: string]: unknown;
            };
            /** @description Ignored. */
            integrations?: {
                [key: string]: unknown;
            };
            /** @description Says which event it is: the same id counts once. Made where it is left out. */
            messageId?: string | number;
            /** @description Of the page. */
            name?: string;
            /** @description The same by the clock of the client. */
            originalTimestamp?: string | number;
            /** @description What rules look at: `category`, `content_asset_id`, `value` … */
            properties?: {
                [key: string]: unknown;
            };
            /** @description When the client sent it: it corrects a clock that is wrong. */
            sentAt?: string | number;
            /** @description When it happened: ISO 8601, or epoch milliseconds or seconds. Now where it is left out. */
            timestamp?: string | number;
            /** @description Who did it, as your product knows them. Ids are compared as they are. */
            userId?: string | number;
            /** @description The key, where it stands neither in a header nor in the query. */
            writeKey?: string;
        } & {
            [key: string]: unknown;
        };
        /** Person */
        Person: {
            company: string | null;
            companyId: string | null;
            country: string | null;
            doNotContact: boolean;
            email: string | null;
            externalId: string | null;
            externalSource: string | null;
            id: string;
            isEmailClaimed: boolean;
            /** @enum {string} */
            kind: "prospect" | "contact" | "customer";
            language: string | null;
            name: string | null;
            owner: string | null;
            phone: string | null;
            title: string | null;
        };
        /** PersonChange */
        PersonChange: {
            company?: string | null;
            companyId?: string | null;
            country?: string | null;
            doNotContact?: boolean;
            email?: string | null;
            externalId?: string | null;
            externalSource?: string | null;
            /** @enum {string} */
            kind?: "prospect" | "contact" | "customer";
            language?: string | null;
            name?: string | null;
            owner?: string | null;
            phone?: string | null;
            title?: string | null;
        };
        /** PersonExport */
        PersonExport: {
            claimants: components["schemas"]["Claimants"];
            deadLetters: unknown[];
            /** Format: date-time */
            exportedAt: string;
            history: {
                [key: string]: unknown[];
            };
            profiles: {
                [key: string]: unknown;
            }[];
            sales: {
                [key: string]: unknown[];
            };
            stored: {
                [key: string]: unknown;
            }[];
            unreadable: string[];
        };
        /** PersonInput */
        PersonInput: {
            company?: string | null;
            companyId?: string | null;
            country?: string | null;
            doNotContact?: boolean;
            email?: string | null;
            externalId?: string | null;
            externalSource?: string | null;
            /** @enum {string} */
            kind?: "prospect" | "contact" | "customer";
            language?: string | null;
            name?: string | null;
            owner?: string | null;
            phone?: string | null;
            profile?: string;
            title?: string | null;
        };
        /** PersonMerge */
        PersonMerge: {
            merged: string;
            mergedRevision?: number;
            /** @default [] */
            take?: ("email" | "name" | "company" | "title" | "phone" | "country" | "language" | "kind" | "owner" | "externalId")[];
        };
        /** PersonUpsert */
        PersonUpsert: {
            company?: string | null;
            companyId?: string | null;
            country?: string | null;
            doNotContact?: boolean;
            email?: string | null;
            externalId?: string | null;
            externalSource?: string | null;
            /** @enum {string} */
            kind?: "prospect" | "contact" | "customer";
            language?: string | null;
            name?: string | null;
            owner?: string | null;
            phone?: string | null;
            title?: string | null;
        };
        /** Pipeline */
        Pipeline: {
            channels: {
                [key: string]: string[];
            };
            counters: {
                [key: string]: number;
            };
            id: string;
            /** @enum {string} */
            kind: "campaign" | "lead" | "opportunity" | "deal" | "order" | "job";
            name: string;
            report: string | null;
            reportPath: string | null;
            stages: {
                activities: {
                    activity: string;
                    automatable: boolean;
                    automatic: boolean;
                    name: string;
                    number: number | string;
                    optional: boolean;
                    owner: string;
                }[];
                checklist: string[];
                ends: ("won" | "lost" | "done" | "cancelled") | null;
                lane: string | null;
                note: string | null;
                probability: number | null;
                records: number;
                reminders: string[];
                stage: string;
                step: string | null;
            }[];
            version: number;
        };
        /** PipelineDefinition */
        PipelineDefinition: {
            afterContact: {
                [key: string]: string;
            } | null;
            channels: {
                [key: string]: string[];
            };
            counters: {
                [key: string]: number;
            };
            fields: {
                atLeast: number | null;
                atMost: number | null;
                choices: string[] | null;
                field: string;
                label: string;
                /** @enum {string} */
                type: "tick" | "yes or no" | "text" | "number" | "money" | "date" | "choice" | "attachment";
            }[];
            id: string;
            /** @enum {string} */
            kind: "campaign" | "lead" | "opportunity" | "deal" | "order" | "job";
            name: string;
            process: {
                lanes: string[];
                name: string;
                pipelines: string[];
                process: string;
                timeZone: string;
                workingTime: {
                    days: string[];
                    holidays: string[];
                    hours: string;
                } | null;
            };
            report: string | null;
            reportPath: string | null;
            source: string;
            stages: {
                activities: {
                    activity: string;
                    automatable: boolean;
                    automatic: boolean;
                    name: string;
                    number: number | string;
                    oneOf: string | null;
                    optional: boolean;
                    owner: string;
                }[];
                checklist: string[];
                contactTask: string | null;
                counts: string | null;
                ends: ("won" | "lost" | "done" | "cancelled") | null;
                every: {
                    after: string;
                    do: {
                        [key: string]: unknown;
                    }[];
                }[];
                isStart: boolean;
                lane: string | null;
                later: {
                    after: string | null;
                    do: {
                        [key: string]: unknown;
                    }[];
                    from: string;
                }[];
                note: string | null;
                onEnter: {
                    [key: string]: unknown;
                }[];
                onLeave: {
                    [key: string]: unknown;
                }[];
                probability: number | null;
                reasons: string[];
                records: number;
                reminders: string[];
                stage: string;
                step: string | null;
                timeOuts: {
                    after: string | null;
                    from: string;
                    plus: string | null;
                    reason: string;
                    to: string;
                }[];
                transitions: {
                    by: string[];
                    if: {
                        [key: string]: boolean | number | string;
                    } | null;
                    needs: string[];
                    needsChecklist: boolean;
                    to: string;
                    when: string | null;
                }[];
            }[];
            start: string;
            version: number;
            versions: {
                /** Format: date-time */
                at: string;
                author: string;
                note: string | null;
                records: number;
                version: number;
            }[];
        };
        /** PipelineList */
        PipelineList: {
            items: components["schemas"]["Pipeline"][];
            nextCursor: string | null;
        };
        /** PrivacyRequest */
        PrivacyRequest: {
            identity: string;
        };
        /**
         * Problem
         * @description An error, by RFC 9457. `code` is for programs, `detail` for people.
         */
        Problem: {
            /** @enum {string} */
            code: "malformed_json" | "invalid_event" | "invalid_request" | "no_user_anon_id" | "invalid_write_key" | "mail_not_proven" | "unauthenticated" | "second_factor_required" | "second_factor_missing" | "forbidden" | "origin_not_allowed" | "secret_key_in_page" | "not_found" | "client_script_missing" | "request_timeout" | "conflict" | "record_voided" | "revision_mismatch" | "body_too_large" | "unsupported_media_type" | "unsupported_encoding" | "too_many_requests" | "overloaded" | "headers_too_large" | "internal" | "stream_unavailable" | "stream_backlog" | "replicas_behind" | "foreign_installation" | "provider_unavailable" | "profile_unreadable" | "history_behind" | "attachment_missing" | "store_unavailable";
            /** @description The bad value and the remedy. */
            detail: string;
            /** @description The same as `detail`. */
            message: string;
            /** @description Under which the log has the request. */
            request_id: string;
            status: number;
            /** @description The error in a sentence. */
            title: string;
            /** @description A URN that ends in the code. */
            type: string;
        };
        /** ProcessCheck */
        ProcessCheck: {
            charts: {
                [key: string]: string;
            };
            errors: string[];
        };
        /** ProcessMigration */
        ProcessMigration: {
            pipelines: {
                choices: string[];
                dueAtOnce: number;
                /** @enum {string} */
                kind: "campaign" | "lead" | "opportunity" | "deal" | "order" | "job";
                name: string;
                pipeline: string;
                stages: {
                    records: number;
                    stage: string;
                    to: string | null;
                }[];
            }[];
        };
        /** Product */
        Product: {
            /** Format: date-time */
            createdAt: string;
            currency: string;
            id: string;
            name: string;
            revision: number;
            unitPrice: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        /** ProductInput */
        ProductInput: {
            /** @default EUR */
            currency?: string;
            unitPrice: (string | number) | null;
        };
        /** ProductList */
        ProductList: {
            items: components["schemas"]["Product"][];
            nextCursor: string | null;
        };
        /** Profile */
        Profile: {
            claimed: string[];
            consent: {
                [key: string]: "allowed" | "denied";
            };
            id: string;
            identities: {
                /** @enum {string} */
                kind: "userId" | "email" | "anonymousId";
                value: string;
            }[];
            proposals: {
                [key: string]: unknown;
            };
            scores: {
                [key: string]: {
                    /** Format: date-time */
                    asOf: string;
                    excludedBy?: string;
                    grade?: string | null;
                    priority?: string | null;
                    programmeVersion: string;
                    score: number | null;
                    tier: number;
                    tierName: string;
                };
            };
            traits: {
                [key: string]: unknown;
            };
        };
        /** ProfileEvent */
        ProfileEvent: {
            asset: string | null;
            /** Format: date-time */
            at: string;
            event: string;
            name: string;
            path: string;
            type: string;
        };
        /** ProfileEventList */
        ProfileEventList: {
            items: components["schemas"]["ProfileEvent"][];
            nextCursor: string | null;
        };
        /** Programme */
        Programme: {
            campaign: string;
            id: string;
            name: string;
            number: number | null;
            rules: number;
            tiers: {
                above?: number;
                from: number;
                name: string;
            }[];
            version: string;
        };
        /** ProgrammeCheck */
        ProgrammeCheck: {
            changes: string[];
            differences: string[];
            examplesRun: number;
            programme: string;
            version: string;
            warnings: string[];
        };
        /** ProgrammeDiff */
        ProgrammeDiff: {
            changes: string[];
            from: number;
            to: number;
        };
        /** ProgrammeList */
        ProgrammeList: {
            items: components["schemas"]["Programme"][];
            nextCursor: string | null;
        };
        /** ProgrammeText */
        ProgrammeText: {
            /** Format: date-time */
            activatedAt: string;
            author: string;
            examples: string | null;
            note: string;
            number: number;
            programme: string;
            text: string;
            version: string;
        };
        /** ProgrammeVersion */
        ProgrammeVersion: {
            /** Format: date-time */
            activatedAt: string;
            author: string;
            note: string;
            number: number;
            programme: string;
            version: string;
        };
        /** ProgrammeVersionList */
        ProgrammeVersionList: {
            items: components["schemas"]["ProgrammeVersion"][];
            nextCursor: string | null;
        };
        /** PublishedProcess */
        PublishedProcess: {
            isNew: boolean;
            migrated: number;
            process: string;
            version: number;
        };
        /** PublishedSalesRule */
        PublishedSalesRule: {
            /** Format: date-time */
            activatedAt: string;
            author: string;
            isNew: boolean;
            migrated: number;
            note: string;
            number: number;
            version: string;
        };
        /** PublishedVersion */
        PublishedVersion: {
            /** Format: date-time */
            activatedAt: string;
            author: string;
            examplesRun: number;
            note: string;
            number: number | null;
            programme: string;
            version: string;
            warnings: string[];
        };
        /** QuietHours */
        QuietHours: {
            days?: ("Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")[];
            exceptFor?: {
                minTier?: number;
                types?: string[];
            };
            from: string;
            timeZone?: string;
            until: string;
        };
        /** Quotation */
        Quotation: {
            amount: string;
            answeredAt: string | null;
            company: string | null;
            /** Format: date-time */
            createdAt: string;
            currency: string;
            declineReason: string | null;
            followUpOn: string | null;
            id: string;
            number: string;
            opportunity: string;
            owner: string | null;
            person: components["schemas"]["Person"] | null;
            revision: number;
            sentAt: string | null;
            /** @enum {string} */
            status: "draft" | "sent" | "accepted" | "declined";
            /** Format: date-time */
            updatedAt: string;
        };
        /** QuotationChange */
        QuotationChange: {
            amount?: string | number;
            followUpOn?: string | null;
            reason?: string;
            /** @enum {string} */
            status?: "sent" | "accepted" | "declined";
        };
        /** QuotationList */
        QuotationList: {
            items: components["schemas"]["Quotation"][];
            nextCursor: string | null;
        };
        /** Readiness */
        Readiness: {
            /** @description What goes on, where something does. */
            details?: string;
            /** @description What is worth knowing and hinders nothing. */
            notes?: string[];
            /** @description What is away. */
            reasons: string[];
            /** @enum {string} */
            status: "ok" | "unavailable";
        };
        /** Reason */
        Reason: {
            /** Format: date-time */
            at: string;
            event: string | null;
            label: string;
            left?: string;
            points: number;
            reason: string;
            rule: string;
            value: number;
        };
        /** ReassignedWork */
        ReassignedWork: {
            accounts: string[];
            leads: string[];
            records: string[];
            tasks: string[];
        };
        /** Receipt */
        Receipt: {
            /** Format: date-time */
            askedAt: string;
            counts: {
                [key: string]: number;
            };
            /** Format: date-time */
            endedAt: string;
            erasedUntil: string | null;
            erasure: string;
            profiles: string[];
            signature: string;
            subject: string;
        };
        /** ReceiptInput */
        ReceiptInput: {
            /** Format: date-time */
            askedAt: string;
            counts: {
                [key: string]: number;
            };
            /** Format: date-time */
            endedAt: string;
            erasedUntil: string | null;
            erasure: string;
            profiles: string[];
            signature: string;
            subject: string;
        };
        /** Record */
        Record: {
            amount: string | null;
            campaign: string | null;
            closedAt: string | null;
            company: string | null;
            /** Format: date-time */
            createdAt: string;
            currency: string | null;
            deal: string | null;
            end: ("won" | "lost" | "done" | "cancelled" | "voided") | null;
            endReason: string | null;
            enteredAt: string | null;
            expectedClose: string | null;
            externalId: string | null;
            externalSource: string | null;
            fields: {
                [key: string]: boolean | number | string;
            };
            id: string;
            items: components["schemas"]["Item"][] | null;
            /** @enum {string} */
            kind: "campaign" | "lead" | "opportunity" | "deal" | "order" | "job";
            lane: string | null;
            lead: string | null;
            missing: string[];
            name: string | null;
            next: {
                missing: string[];
                to: string;
                when: string | null;
            }[];
            nextActionAt: string | null;
            opportunity: string | null;
            order: string | null;
            owner: string | null;
            person: components["schemas"]["Person"] | null;
            pipeline: string | null;
            probability: number | null;
            reminders: string[];
            revision: number;
            stage: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        /** RecordChange */
        RecordChange: {
            amount?: (string | number) | null;
            currency?: string;
            expectedClose?: string | null;
            externalId?: string | null;
            externalSource?: string | null;
            fields?: {
                [key: string]: boolean | number | string | null;
            };
            name?: string;
            owner?: string | null;
            reason?: string | null;
            stage?: string;
            when?: string;
        };
        /** RecordList */
        RecordList: {
            items: components["schemas"]["Record"][];
            nextCursor: string | null;
        };
        /** RecordUpsert */
        RecordUpsert: {
            amount?: string | number;
            campaign?: string | null;
            company?: string | null;
            currency?: string;
            expectedClose?: string | null;
            externalId?: string | null;
            externalSource?: string | null;
            fields?: {
                [key: string]: boolean | number | string | null;
            };
            name?: string;
            owner?: string | null;
            person?: (string | ({
                id: string;
            } & {
                [key: string]: unknown;
            })) | null;
            pipeline?: string;
            reason?: string | null;
            stage?: string;
            when?: string;
        };
        /** RecoveryCodes */
        RecoveryCodes: {
            recoveryCodes: string[];
        };
        /** Rehearsal */
        Rehearsal: {
            moments: {
                draft: {
                    contributions: components["schemas"]["Reason"][];
                    refusals: components["schemas"]["Reason"][];
                    score: number | null;
                    tier: number;
                    tierName: string;
                } | null;
                live: {
                    contributions: components["schemas"]["Reason"][];
                    refusals: components["schemas"]["Reason"][];
                    score: number | null;
                    tier: number;
                    tierName: string;
                } | null;
                offsetMs: number;
                step: number | null;
            }[];
            warnings: {
                message: string;
                step: number;
            }[];
        };
        /** ReportList */
        ReportList: {
            items: {
                by: string[];
                columns: string[];
                counts: string[];
                path: string;
                report: string;
                title: string;
            }[];
            nextCursor: null;
        };
        /** Restore */
        Restore: {
            /** Format: date-time */
            beganAt: string;
            endedAt: string | null;
            era: number;
            failed: number;
            found: number;
            isWhole: boolean;
            reason: string;
            /** @enum {string} */
            status: "running" | "done" | "cancelled" | "replaced";
            waiting: number;
        };
        /** RestoreList */
        RestoreList: {
            items: components["schemas"]["Restore"][];
            nextCursor: string | null;
        };
        /** ReturnRequest */
        ReturnRequest: {
            reason: string;
        };
        /** RoutingTrial */
        RoutingTrial: {
            owner: string | null;
            reason: string;
            steps: {
                /** @enum {string} */
                outcome: "taken" | "nobody" | "not for it" | "not reached";
                step: string;
                why: string;
            }[];
        };
        /** RoutingTrialRequest */
        RoutingTrialRequest: {
            lead: string | {
                /** Format: email */
                accountOwner?: string;
                campaign?: string;
                country?: string;
                grade?: string;
                language?: string;
                programme?: string;
                /** @default [] */
                rules?: string[];
                /** @default 1 */
                tier?: number;
            };
            text?: string;
        };
        /** RuleHealth */
        RuleHealth: {
            beginsAt: string | null;
            programme: string;
            rules: {
                daily: number[];
                fires: number;
                firesBefore: number | null;
                label: string;
                lastFired: string | null;
                points: number;
                refusals: number;
                rule: string;
                share: number;
                /** @enum {string} */
                state: "dead" | "dominating" | "drifting" | "fine";
            }[];
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
        };
        /** RunningProgramme */
        RunningProgramme: {
            id: string;
            name: string;
            tiers: {
                above?: number;
                from: number;
                name: string;
            }[];
            version: string;
        };
        /** SalesRule */
        SalesRule: {
            /** Format: date-time */
            activatedAt: string;
            author: string;
            /** @enum {string} */
            folder: "pipelines" | "sales";
            note: string;
            number: number;
            rule: string;
            title: string;
            version: string;
        };
        /** SalesRuleList */
        SalesRuleList: {
            items: components["schemas"]["SalesRule"][];
            nextCursor: string | null;
        };
        /** SalesRulePreview */
        SalesRulePreview: {
            changes: string[];
            errors: components["schemas"]["TextNote"][];
            version: string;
            warnings: components["schemas"]["TextNote"][];
            words: string[];
        };
        /** SalesRulePublication */
        SalesRulePublication: {
            moves?: {
                [key: string]: {
                    [key: string]: string;
                };
            };
            /** @default  */
            note?: string;
            replaces?: string | null;
            text: string;
        };
        /** SalesRuleText */
        SalesRuleText: {
            /** Format: date-time */
            activatedAt: string;
            author: string;
            /** @enum {string} */
            folder: "pipelines" | "sales";
            note: string;
            number: number;
            rule: string;
            text: string;
            title: string;
            version: string;
            words: string[];
        };
        /** SalesRuleVersion */
        SalesRuleVersion: {
            /** Format: date-time */
            activatedAt: string;
            author: string;
            note: string;
            number: number;
            version: string;
        };
        /** SalesRuleVersionList */
        SalesRuleVersionList: {
            items: components["schemas"]["SalesRuleVersion"][];
            nextCursor: string | null;
        };
        /** SavedView */
        SavedView: {
            columns: string[];
            /** Format: date-time */
            createdAt: string;
            id: string;
            isDefault: boolean;
            isShared: boolean;
            /** @enum {string} */
            list: "leads" | "people" | "companies" | "opportunities" | "deals" | "orders" | "jobs" | "quotations" | "campaigns";
            name: string;
            owner: string;
            revision: number;
            search: {
                [key: string]: string;
            };
        };
        /** SavedViewChange */
        SavedViewChange: {
            columns?: string[];
            isDefault?: boolean;
            isShared?: boolean;
            name?: string;
            search?: {
                [key: string]: string;
            };
        };
        /** SavedViewList */
        SavedViewList: {
            items: components["schemas"]["SavedView"][];
            nextCursor: string | null;
        };
        /** ScoreHistory */
        ScoreHistory: {
            isCut: boolean;
            profile: string;
            programme: string;
            scores: {
                /** Format: date-time */
                at: string;
                score: number | null;
                tier: number;
            }[] | null;
            tiers: {
                above?: number;
                from: number;
                name: string;
                tier: number;
            }[];
        };
        /** ScreenEvent */
        ScreenEvent: {
            /** @description The device, before anybody is known. One of the two ids is needed. */
            anonymousId?: string | number;
            /** @description Of the screen. */
            category?: string;
            /** @description `page`, `campaign`, `traits`, `consent`, and whatever else clients say. */
            context?: {
                [key: string]: unknown;
            };
            /** @description Ignored. */
            integrations?: {
                [key: string]: unknown;
            };
            /** @description Says which event it is: the same id counts once. Made where it is left out. */
            messageId?: string | number;
            /** @description Of the screen. */
            name?: string;
            /** @description The same by the clock of the client. */
            originalTimestamp?: string | number;
            /** @description What rules look at: `category`, `content_asset_id`, `value` … */
            properties?: {
                [key: string]: unknown;
            };
            /** @description When the client sent it: it corrects a clock that is wrong. */
            sentAt?: string | number;
            /** @description When it happened: ISO 8601, or epoch milliseconds or seconds. Now where it is left out. */
            timestamp?: string | number;
            /** @description Who did it, as your product knows them. Ids are compared as they are. */
            userId?: string | number;
            /** @description The key, where it stands neither in a header nor in the query. */
            writeKey?: string;
        } & {
            [key: string]: unknown;
        };
        /** SecondFactor */
        SecondFactor: {
            activeSince: string | null;
            isRequired: boolean;
            recoveryCodesLeft: number;
        };
        /** SecondFactorBegin */
        SecondFactorBegin: {
            presentPassword: string;
        };
        /** SecondFactorCheck */
        SecondFactorCheck: {
            code: string;
        };
        /** Session */
        Session: {
            address: string | null;
            /** Format: date-time */
            expiresAt: string;
            id: string;
            isCurrent: boolean;
            /** Format: date-time */
            startedAt: string;
            userAgent: string | null;
        };
        /** SessionList */
        SessionList: {
            items: components["schemas"]["Session"][];
            nextCursor: string | null;
        };
        /** Setup */
        Setup: {
            consoleUrl: string;
            curl: string;
            hasEvents: boolean;
            programmeErrors: string[];
            programmes: components["schemas"]["RunningProgramme"][];
            snippet: string;
            writeKey: string;
        };
        /** StageGuide */
        StageGuide: {
            activities: {
                activity: string;
                automatable: boolean;
                automatic: boolean;
                done: boolean;
                name: string;
                number: number | string;
                oneOf: string | null;
                optional: boolean;
                owner: string;
            }[];
            channels: {
                [key: string]: string[];
            };
            checklist: {
                done: boolean;
                field: string;
                label: string;
            }[];
            lane: string | null;
            note: string | null;
            pipeline: string;
            pipelineName: string;
            reminders: {
                done: boolean;
                field: string;
                label: string;
            }[];
            stage: string;
            step: string | null;
        };
        /** Success */
        Success: {
            /** @constant */
            success: true;
        };
        /** SuggestionRun */
        SuggestionRun: {
            author: string;
            base: string;
            error: string | null;
            id: string;
            programme: string;
            progress: {
                eventsRead: number;
                eventsTotal: number;
            };
            result: {
                leads: {
                    junk: number;
                    lost: number;
                    unread: number;
                    won: number;
                };
                learnt: {
                    changes: number;
                    doublesOdds: number;
                    draft: string;
                    factor: number;
                    outlook: {
                        days: number;
                        owners: {
                            after: number;
                            before: number;
                            owner: string | null;
                        }[];
                    };
                    rules: {
                        high: number | null;
                        label: string;
                        leads: number;
                        low: number | null;
                        rule: string;
                        /** @enum {string} */
                        state: "stands" | "more" | "less" | "silent" | "unsure" | "opposite" | "rare" | "after" | "separates";
                        suggested: number;
                        today: number;
                        won: number;
                    }[];
                    test: {
                        calibration: {
                            expected: number | null;
                            leads: number;
                            won: number | null;
                        }[];
                        leads: number;
                        ranking: {
                            after: number | null;
                            before: number | null;
                        };
                        tiers: {
                            after: {
                                leads: number;
                                precision: number | null;
                                recall: number | null;
                            };
                            before: {
                                leads: number;
                                precision: number | null;
                                recall: number | null;
                            };
                            tier: number;
                            tierName: string;
                        }[];
                        won: number;
                    };
                } | null;
                refusal: {
                    detail: string;
                    /** @enum {string} */
                    reason: "no outcomes" | "too few outcomes" | "one-sided" | "untested" | "nothing to learn" | "separated";
                } | null;
            } | null;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "running" | "done" | "cancelled" | "failed";
            /** Format: date-time */
            until: string;
        };
        /** SuggestionSummary */
        SuggestionSummary: {
            author: string;
            base: string;
            changes: number | null;
            error: string | null;
            id: string;
            programme: string;
            progress: {
                eventsRead: number;
                eventsTotal: number;
            };
            refusal: string | null;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "running" | "done" | "cancelled" | "failed";
            /** Format: date-time */
            until: string;
        };
        /** SuggestionSummaryList */
        SuggestionSummaryList: {
            items: components["schemas"]["SuggestionSummary"][];
            nextCursor: string | null;
        };
        /** Task */
        Task: {
            campaign: string | null;
            closedReason: string | null;
            company: string | null;
            completedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            deal: string | null;
            /** Format: date-time */
            dueAt: string;
            episode: number | null;
            id: string;
            job: string | null;
            lane: string | null;
            lead: string | null;
            opportunity: string | null;
            order: string | null;
            outcome: ("Opportunity created" | "No opportunity") | null;
            owner: string | null;
            person: components["schemas"]["Person"] | null;
            profile: string | null;
            programme: string | null;
            quotation: string | null;
            reasons: components["schemas"]["Reason"][];
            revision: number;
            routingReason: string | null;
            score: number;
            snoozedUntil: string | null;
            /** @enum {string} */
            status: "Open" | "Complete" | "Cancelled" | "Asleep";
            subject: string;
            tier: number;
            tierName: string;
            tiers: number;
            type: string;
        };
        /** TaskChange */
        TaskChange: {
            dueAt?: string | number;
            /** Format: date */
            dueOn?: string;
            outcome?: ("Opportunity created" | "No opportunity") | null;
            owner?: string | null;
            reason?: string;
            snoozedUntil?: (string | number) | null;
            /** @enum {string} */
            status?: "Open" | "Complete" | "Cancelled";
            subject?: string;
        };
        /** TaskList */
        TaskList: {
            items: components["schemas"]["Task"][];
            nextCursor: string | null;
        };
        /** Team */
        Team: {
            manager: string | null;
            name: string;
            revision: number;
        };
        /** TeamList */
        TeamList: {
            items: components["schemas"]["Team"][];
            nextCursor: string | null;
        };
        /** Territory */
        Territory: {
            countries: string[];
            name: string;
            revision: number;
        };
        /** TerritoryList */
        TerritoryList: {
            items: components["schemas"]["Territory"][];
            nextCursor: string | null;
        };
        /** TestMessage */
        TestMessage: {
            delivery: string;
        };
        /** TextNote */
        TextNote: {
            column: number;
            instead: string | null;
            length: number;
            line: number;
            message: string;
        };
        /** TimelineEntry */
        TimelineEntry: {
            actor: string;
            /** Format: date-time */
            at: string;
            changes: {
                [key: string]: [
                    unknown,
                    unknown
                ];
            };
            id: string;
            kind: string;
            undo: {
                refusal: string | null;
                /** Format: date-time */
                until: string;
            } | null;
            undoes: string[] | null;
            undone: {
                /** Format: date-time */
                at: string;
                by: string;
            } | null;
        };
        /** TimelineEntryList */
        TimelineEntryList: {
            items: components["schemas"]["TimelineEntry"][];
            nextCursor: string | null;
        };
        /** TrackEvent */
        TrackEvent: {
            /** @description The device, before anybody is known. One of the two ids is needed. */
            anonymousId?: string | number;
            /** @description `page`, `campaign`, `traits`, `consent`, and whatever else clients say. */
            context?: {
                [key: string]: unknown;
            };
            /** @description What was done, such as `Video Playback Started`. */
            event: string;
            /** @description Ignored. */
            integrations?: {
                [key: string]: unknown;
            };
            /** @description Says which event it is: the same id counts once. Made where it is left out. */
            messageId?: string | number;
            /** @description The same by the clock of the client. */
            originalTimestamp?: string | number;
            /** @description What rules look at: `category`, `content_asset_id`, `value` … */
            properties?: {
                [key: string]: unknown;
            };
            /** @description When the client sent it: it corrects a clock that is wrong. */
            sentAt?: string | number;
            /** @description When it happened: ISO 8601, or epoch milliseconds or seconds. Now where it is left out. */
            timestamp?: string | number;
            /** @description Who did it, as your product knows them. Ids are compared as they are. */
            userId?: string | number;
            /** @description The key, where it stands neither in a header nor in the query. */
            writeKey?: string;
        } & {
            [key: string]: unknown;
        };
        /** TrailEntry */
        TrailEntry: {
            actor: string;
            /** Format: date-time */
            at: string;
            changes: {
                [key: string]: [
                    unknown,
                    unknown
                ];
            } | null;
            fields: string[];
            id: string;
            kind: string;
            method: string | null;
            name: string | null;
            route: string | null;
            /** @enum {string} */
            source: "change" | "act";
            status: number | null;
            target: string | null;
        };
        /** TrailEntryList */
        TrailEntryList: {
            items: components["schemas"]["TrailEntry"][];
            nextCursor: string | null;
        };
        /** UnreadUpdate */
        UnreadUpdate: {
            /** Format: date-time */
            at: string;
            id: string;
            partition: number;
            profile: string | null;
            programme: string | null;
            reason: string;
            record: string;
        };
        /** UnreadUpdateList */
        UnreadUpdateList: {
            items: components["schemas"]["UnreadUpdate"][];
            nextCursor: string | null;
        };
        /** User */
        User: {
            acceptsLeads: boolean;
            away: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
            } | null;
            canLogIn: boolean;
            capacity: number;
            deactivatedAt: string | null;
            deactivatedReason: string | null;
            deputy: string | null;
            email: string;
            lanes: string[];
            languages: string[];
            maxOpenLeads: number;
            name: string | null;
            products: string[];
            revision: number;
            /** @enum {string} */
            role: "admin" | "manager" | "rep" | "marketer" | "operator";
            secondFactorAt: string | null;
            team: string | null;
            territories: string[];
            timeZone: string | null;
            weeklyReview: boolean;
            workingTime: {
                days: string[];
                holidays: string[];
                hours: string;
                timeZone?: string;
            } | null;
        };
        /** UserChange */
        UserChange: {
            acceptsLeads?: boolean;
            away?: {
                from: string | number;
                until: string | number;
            } | null;
            capacity?: number;
            deputy?: string | null;
            lanes?: string[];
            languages?: string[];
            maxOpenLeads?: number;
            name?: string | null;
            password?: string;
            products?: string[];
            /** @enum {string} */
            role?: "admin" | "manager" | "rep" | "marketer" | "operator";
            team?: string | null;
            territories?: string[];
            timeZone?: string | null;
            weeklyReview?: boolean;
            workingTime?: {
                days: ("Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")[];
                /** @default [] */
                holidays?: string[];
                hours: string;
                timeZone?: string;
            } | null;
        };
        /** Verification */
        Verification: {
            isGenuine: boolean;
        };
        /** WeeklyReview */
        WeeklyReview: {
            owner: string;
            sections: {
                dueTasks: {
                    count: number;
                    items: {
                        about: string | null;
                        amount: string | null;
                        at: string | null;
                        currency: string | null;
                        day: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "task" | "lead" | "opportunity" | "quotation" | "activity";
                        name: string;
                    }[];
                };
                idleOpportunities: {
                    count: number;
                    items: {
                        about: string | null;
                        amount: string | null;
                        at: string | null;
                        currency: string | null;
                        day: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "task" | "lead" | "opportunity" | "quotation" | "activity";
                        name: string;
                    }[];
                };
                lateOpportunities: {
                    count: number;
                    items: {
                        about: string | null;
                        amount: string | null;
                        at: string | null;
                        currency: string | null;
                        day: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "task" | "lead" | "opportunity" | "quotation" | "activity";
                        name: string;
                    }[];
                };
                loggedLate: {
                    count: number;
                    items: {
                        about: string | null;
                        amount: string | null;
                        at: string | null;
                        currency: string | null;
                        day: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "task" | "lead" | "opportunity" | "quotation" | "activity";
                        name: string;
                    }[];
                };
                lost: {
                    count: number;
                    items: {
                        about: string | null;
                        amount: string | null;
                        at: string | null;
                        currency: string | null;
                        day: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "task" | "lead" | "opportunity" | "quotation" | "activity";
                        name: string;
                    }[];
                };
                overdueTasks: {
                    count: number;
                    items: {
                        about: string | null;
                        amount: string | null;
                        at: string | null;
                        currency: string | null;
                        day: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "task" | "lead" | "opportunity" | "quotation" | "activity";
                        name: string;
                    }[];
                };
                quotationsToFollowUp: {
                    count: number;
                    items: {
                        about: string | null;
                        amount: string | null;
                        at: string | null;
                        currency: string | null;
                        day: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "task" | "lead" | "opportunity" | "quotation" | "activity";
                        name: string;
                    }[];
                };
                untouchedLeads: {
                    count: number;
                    items: {
                        about: string | null;
                        amount: string | null;
                        at: string | null;
                        currency: string | null;
                        day: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "task" | "lead" | "opportunity" | "quotation" | "activity";
                        name: string;
                    }[];
                };
                won: {
                    count: number;
                    items: {
                        about: string | null;
                        amount: string | null;
                        at: string | null;
                        currency: string | null;
                        day: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "task" | "lead" | "opportunity" | "quotation" | "activity";
                        name: string;
                    }[];
                };
            };
            timeZone: string;
            /** Format: date */
            week: string;
        };
        /** WorkCounts */
        WorkCounts: {
            all: {
                overdue: {
                    count: number;
                    isCapped: boolean;
                };
                toContact: {
                    count: number;
                    isCapped: boolean;
                };
            };
            mine: {
                overdue: {
                    count: number;
                    isCapped: boolean;
                };
                toContact: {
                    count: number;
                    isCapped: boolean;
                };
            };
            queue: {
                overdue: {
                    count: number;
                    isCapped: boolean;
                };
                toContact: {
                    count: number;
                    isCapped: boolean;
                };
            };
        };
        /** WorkItem */
        WorkItem: {
            campaign: string;
            /** Format: date-time */
            createdAt: string;
            dueAt: string | null;
            firstTouchAt: string | null;
            id: string;
            isQueued: boolean;
            /** @enum {string} */
            kind: "lead" | "task";
            owner: string | null;
            person: components["schemas"]["Person"];
            reasons: components["schemas"]["Reason"][];
            revision: number;
            score: number;
            stage: string | null;
            subject: string | null;
            task: {
                completedAt: string | null;
                /** Format: date-time */
                dueAt: string;
                id: string;
                outcome: ("Opportunity created" | "No opportunity") | null;
                /** @enum {string} */
                status: "Open" | "Complete" | "Cancelled" | "Asleep";
            } | null;
            tier: number;
            tierName: string;
            tiers: number;
        };
        /** WorkList */
        WorkList: {
            counts: {
                overdue: {
                    count: number;
                    isCapped: boolean;
                };
                toContact: {
                    count: number;
                    isCapped: boolean;
                };
            };
            items: components["schemas"]["WorkItem"][];
            nextCursor: string | null;
        };
        /** Workload */
        Workload: {
            leads: number;
            opportunities: number;
            others: number;
            overdue: number;
            owner: string | null;
            tasks: number;
        };
        /** WorkloadList */
        WorkloadList: {
            items: components["schemas"]["Workload"][];
            nextCursor: string | null;
        };
    };
    responses: {
        /** @description `body_too_large`: The body is over its limit. Send smaller batches or smaller events; docs/limits.md has the limits. */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `conflict`: The change does not fit the present state. Read the record again and apply the change to its present state. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `malformed_json`: The body is not valid JSON. Send the body as UTF-8 JSON; the detail names the position.
         *
         *     `invalid_event`: The event is not valid. Correct the field that the detail names. Sending the same event again fails again.
         *
         *     `invalid_request`: The request is not valid. Correct the field that the detail names; GET /api/v1/openapi.json has every shape.
         *
         *     `no_user_anon_id`: The event names neither userId nor anonymousId. Set userId, anonymousId or both in every event.
         */
        EventRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `stream_unavailable`: The event stream cannot take events now. Retry after the seconds in Retry-After. Duplicates are harmless.
         *
         *     `stream_backlog`: The event stream is over its backlog limit. Retry after the seconds in Retry-After. If it persists, start more workers.
         *
         *     `replicas_behind`: Too few Redis replicas have the events. Retry after the seconds in Retry-After. Duplicates are harmless. If it persists, repair the replicas or lower REDIS_REPLICAS_ACK.
         *
         *     `foreign_installation`: Redis belongs to another installation. An operator corrects REDIS_URL, or restarts the process where the installation was replaced. Retry after the seconds in Retry-After.
         */
        EventsUnavailable: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: This log-in may not do that. Ask a user with one of the roles that the detail names. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal`: The server failed; the error is logged under the request id. Search the log for the request id and report the error. */
        InternalError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `malformed_json`: The body is not valid JSON. Send the body as UTF-8 JSON; the detail names the position.
         *
         *     `invalid_request`: The request is not valid. Correct the field that the detail names; GET /api/v1/openapi.json has every shape.
         */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_write_key`: The write key is unknown. Use the write key that Scoville prints when it starts. The API token is none: it belongs to /api/v1. */
        KeyRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `mail_not_proven`: The request does not prove that the mail provider sent it. Connect the provider with the secret it shows (scoville mail connect); docs/mail.md has the steps. */
        MailNotProven: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `stream_unavailable`: The event stream cannot take events now. Retry after the seconds in Retry-After. Duplicates are harmless.
         *
         *     `provider_unavailable`: The mail provider cannot be asked now. Retry after the seconds in Retry-After. If it persists, let the ingest process reach the host of the detail.
         */
        MailUnavailable: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not_found`: There is no such thing. Check the id in the path; the list of that kind has the valid ones. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `origin_not_allowed`: The write key is not for this page. Add the origin of the page to the key, or use a key that is for it.
         *
         *     `secret_key_in_page`: A page sent a secret key. Revoke the key, because everybody who opens the page has it. Use a public key in pages.
         */
        OriginRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `request_timeout`: The request did not arrive in time. Send the request whole; on a slow line send smaller batches. */
        RequestTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `revision_mismatch`: The record was changed meanwhile. Read the record again and repeat the change with its new revision. */
        RevisionMismatch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `too_many_requests`: Too many requests. Wait for the seconds in Retry-After, then retry.
         *
         *     `overloaded`: The door is past its capacity. Send again after the seconds in Retry-After. Duplicates are harmless. If it persists, an operator adds processes, as docs/operate.md (Overload) says.
         */
        TooManyEvents: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `too_many_requests`: Too many requests. Wait for the seconds in Retry-After, then retry. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unauthenticated`: Log in or send a bearer token. Log in again, or send Authorization: Bearer with the API token. A write key is none. */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `store_unavailable`: The sales store cannot be reached now. Retry after the seconds in Retry-After; nothing was changed.
         *
         *     `stream_unavailable`: The event stream cannot take events now. Retry after the seconds in Retry-After. Duplicates are harmless.
         *
         *     `replicas_behind`: Too few Redis replicas have the events. Retry after the seconds in Retry-After. Duplicates are harmless. If it persists, repair the replicas or lower REDIS_REPLICAS_ACK.
         *
         *     `foreign_installation`: Redis belongs to another installation. An operator corrects REDIS_URL, or restarts the process where the installation was replaced. Retry after the seconds in Retry-After.
         *
         *     `history_behind`: The history does not have all accepted events yet. Retry after the seconds in Retry-After. If it persists, look at scoville_history_lag_entries: a worker copies to the history.
         *
         *     `profile_unreadable`: What is stored of this profile cannot be read. An operator restores the profile from the history, as docs/operate.md (Failing profiles) says. Its events and the other profiles go on.
         */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported_encoding`: The encoding or charset of the body is not supported. Send the body with gzip, deflate or br, or uncompressed, in UTF-8. */
        UnsupportedEncoding: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported_media_type`: The body has a content type that is not read. Send the type that the detail names. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
        "Idempotency-Key": string;
        /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
        "If-Match": string;
        /** @description The id of the last event that was received. The stream goes on after it. */
        "Last-Event-ID": string;
        /** @description The version of the events. Nothing is removed or renamed within it. */
        "Scoville-Version": "scoville.v1";
        /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
        "Webhook-Id": string;
        /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
        "Webhook-Signature": string;
        /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
        "Webhook-Timestamp": string;
    };
    requestBodies: never;
    headers: {
        /** @description A name for the file. Not sent with JSON. */
        "Content-Disposition": string;
        /** @description The revision of the record, for `If-Match` of the change that follows. */
        ETag: string;
        /** @description Where it goes on: the path at which the work is watched, or the address of a link. */
        Location: string;
        /** @description Seconds to wait before the request is sent again. */
        "Retry-After": string;
        /** @description The version of the events. */
        "Scoville-Version": "scoville.v1";
        /** @description The session, for the requests of the browser that follow. */
        "Set-Cookie": string;
        /** @description The moment of the data: an earlier one where a replica was read. Not sent with JSON, which has `dataAsOf`. */
        "X-Report-Data-As-Of": string;
        /** @description `false` where rows are left out. Not sent with JSON, which has `isWhole`. */
        "X-Report-Is-Whole": "true" | "false";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scores; none where no programme scores companies */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyScores"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listActivities: {
        parameters: {
            query?: {
                /** @description The id of a company. */
                company?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `deal`. */
                deal?: string;
                /** @description Only those with this `job`. */
                job?: string;
                /** @description Only those with this `lead`. */
                lead?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `opportunity`. */
                opportunity?: string;
                /** @description Only those with this `order`. */
                order?: string;
                /** @description The id of a person. */
                person?: string;
                /** @description The id of a record. */
                record?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of activities */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createActivity: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewActivity"];
            };
        };
        responses: {
            /** @description The activity */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The activity */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeActivity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivityChange"];
            };
        };
        responses: {
            /** @description The activity as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    undoActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was never logged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listInbox: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `since`. */
                since?: string | number;
                /** @description Only those with this `unread`. */
                unread?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of alerts, and how many are unread */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inbox"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    markAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    isRead: boolean;
                };
            };
        };
        responses: {
            /** @description The alert */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxItem"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    readAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    until: number;
                };
            };
        };
        responses: {
            /** @description Up to where it is read, now and before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxReadUntil"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamAlerts: {
        parameters: {
            query?: {
                /** @description The id of the last event that was received; the stream goes on after it. */
                after?: number;
                /** @description Only what the caller owns, or what notifies the caller or a lane of theirs. */
                mine?: "true" | "false";
                /** @description Only those with this `rows`. */
                rows?: "true" | "false";
            };
            header?: {
                /** @description The id of the last event that was received. The stream goes on after it. */
                "Last-Event-ID"?: components["parameters"]["Last-Event-ID"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream without an end. Each alert has its `id`, its type as `event`, and as `data` a JSON object with `id`, `type`, `at` and the fields of that type */
            200: {
                headers: {
                    "Scoville-Version": components["headers"]["Scoville-Version"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed; its bytes go minutes later */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAttachmentContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its bytes, under its own content type */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "application/vnd.oasis.opendocument.spreadsheet": string;
                    "application/vnd.oasis.opendocument.text": string;
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                    "application/zip": string;
                    "image/gif": string;
                    "image/jpeg": string;
                    "image/png": string;
                    "image/tiff": string;
                    "image/webp": string;
                    "message/rfc822": string;
                    "text/csv": string;
                    "text/html": string;
                    "text/plain": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAudits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRunList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    profile?: string;
                    /** @default 0 */
                    waitSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The audit, done */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRun"];
                };
            };
            /** @description The audit, not done yet; `Location` says where to watch it */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The audit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The audit as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listBacktests: {
        parameters: {
            query?: {
                /** @description Only those with this `programme`. */
                programme?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest, without their results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestSummaryList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The backtest */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The backtest as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listBulkActs: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `list`. */
                list?: "leads" | "tasks" | "people" | "companies" | "opportunities" | "deals" | "orders" | "jobs" | "campaigns" | "quotations";
                /** @description Only those with this `status`. */
                status?: "running" | "done" | "cancelled" | "undoing" | "undone";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of acts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createBulkAct: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBulkAct"];
            };
        };
        responses: {
            /** @description The act of the first request with this Idempotency-Key */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAct"];
                };
            };
            /** @description The act */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAct"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBulkAct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The act */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAct"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelBulkAct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The act as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAct"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRefusedRecords: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A line for each record, in the order of the act */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    undoBulkAct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The act; it is undone when its status is `undone` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAct"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    countBulkRecords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkCountQuery"];
            };
        };
        responses: {
            /** @description How many fit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkCount"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCampaignByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: never;
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The campaign */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putCampaignByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordUpsert"];
            };
        };
        responses: {
            /** @description The campaign as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            /** @description The new campaign */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCompanyByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: never;
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The company */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putCompanyByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyUpsert"];
            };
        };
        responses: {
            /** @description The company as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
            /** @description The new company */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDealByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: never;
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deal */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putDealByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordUpsert"];
            };
        };
        responses: {
            /** @description The deal as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            /** @description The new deal */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getJobByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: never;
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putJobByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordUpsert"];
            };
        };
        responses: {
            /** @description The job as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            /** @description The new job */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLeadByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: never;
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lead */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putLeadByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadUpsert"];
            };
        };
        responses: {
            /** @description The lead as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            /** @description The new lead */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpportunityByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: never;
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The opportunity */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putOpportunityByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordUpsert"];
            };
        };
        responses: {
            /** @description The opportunity as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            /** @description The new opportunity */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOrderByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: never;
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putOrderByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordUpsert"];
            };
        };
        responses: {
            /** @description The order as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            /** @description The new order */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPersonByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: never;
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPerson"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putPersonByExternalId: {
        parameters: {
            query?: {
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
            };
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id that the record has in the other system. */
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonUpsert"];
            };
        };
        responses: {
            /** @description The person as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPerson"];
                };
            };
            /** @description The new person */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPerson"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCampaigns: {
        parameters: {
            query?: {
                /** @description The earliest `closedAt`, included. */
                closedFrom?: string | number;
                /** @description The latest `closedAt`, excluded. */
                closedTo?: string | number;
                /** @description The earliest `createdAt`, included. */
                createdFrom?: string | number;
                /** @description The latest `createdAt`, excluded. */
                createdTo?: string | number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `end`. */
                end?: string;
                /** @description Only those with this `externalId`. */
                externalId?: string;
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Whether it is still open. */
                open?: "true" | "false";
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description Only those with this `pipeline`. */
                pipeline?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only what nobody owns yet. */
                queue?: "true" | "false";
                /** @description The order; `-` before a field is the greatest or latest first. */
                sort?: "-createdAt" | "-amount" | "expectedClose";
                /** @description Only those with this `stage`. */
                stage?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description Only those with this `teamless`. */
                teamless?: "true" | "false";
                /** @description Only those with this `unowned`. */
                unowned?: "true" | "false";
                /** @description Only those with this `version`. */
                version?: number;
                /** @description Only those with this `voided`. */
                voided?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of campaigns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCampaign"];
            };
        };
        responses: {
            /** @description The campaign */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The campaign */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordChange"];
            };
        };
        responses: {
            /** @description The campaign as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCampaignAttachments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCampaignAttachment: {
        parameters: {
            query: {
                /** @description The name of the file, with the ending of its type. */
                name: string;
            };
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.oasis.opendocument.spreadsheet": string;
                "application/vnd.oasis.opendocument.text": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "application/zip": string;
                "image/gif": string;
                "image/jpeg": string;
                "image/png": string;
                "image/tiff": string;
                "image/webp": string;
                "message/rfc822": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCampaignDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description The file; the same words make the same file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCampaignStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guide */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageGuide"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChannels: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `kind`. */
                kind?: "mail" | "slack" | "webhook";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of channels */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChannel"];
            };
        };
        responses: {
            /** @description The channel */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channel */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone, or muted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelChange"];
            };
        };
        responses: {
            /** @description The channel as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChannelNotices: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `lead`. */
                lead?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description The id of a person. */
                person?: string;
                /** @description Only those with this `state`. */
                state?: "waiting" | "sent" | "dropped";
                /** @description Only those with this `task`. */
                task?: string;
            };
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    testChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery that carries it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestMessage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCompanies: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `domain`. */
                domain?: string;
                /** @description Only those with this `externalId`. */
                externalId?: string;
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The first letters of a name or an address. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of companies */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCompany: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCompany"];
            };
        };
        responses: {
            /** @description The company */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCompany: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The company */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeCompany: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyChange"];
            };
        };
        responses: {
            /** @description The company as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCompanyAttachments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCompanyAttachment: {
        parameters: {
            query: {
                /** @description The name of the file, with the ending of its type. */
                name: string;
            };
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.oasis.opendocument.spreadsheet": string;
                "application/vnd.oasis.opendocument.text": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "application/zip": string;
                "image/gif": string;
                "image/jpeg": string;
                "image/png": string;
                "image/tiff": string;
                "image/webp": string;
                "message/rfc822": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewCompanyMerge: {
        parameters: {
            query: {
                /** @description Only those with this `merged`. */
                merged: string;
            };
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both records, field by field, and what goes over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergePreview"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    mergeCompany: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyMerge"];
            };
        };
        responses: {
            /** @description The merge */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merge"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `kind`. */
                kind?: "event" | "link" | "merge" | "ledger" | "unknown";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `partition`. */
                partition?: number;
                /** @description Only those with this `profile`. */
                profile?: string;
                /** @description Only those with this `reason`. */
                reason?: "unreadable" | "failed" | "unstorable";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of dead letters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dead letter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dead letter, which is gone now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    dropDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dead letter, which is gone now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dead letter, which is gone now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    dropDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cursor?: string;
                    filter?: {
                        /** @enum {string} */
                        kind?: "event" | "link" | "merge" | "ledger" | "unknown";
                        partition?: number;
                        profile?: string;
                        /** @enum {string} */
                        reason?: "unreadable" | "failed" | "unstorable";
                    };
                    ids?: string[];
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cursor?: string;
                    filter?: {
                        /** @enum {string} */
                        kind?: "event" | "link" | "merge" | "ledger" | "unknown";
                        partition?: number;
                        profile?: string;
                        /** @enum {string} */
                        reason?: "unreadable" | "failed" | "unstorable";
                    };
                    ids?: string[];
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeals: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description The earliest `closedAt`, included. */
                closedFrom?: string | number;
                /** @description The latest `closedAt`, excluded. */
                closedTo?: string | number;
                /** @description The id of a company. */
                company?: string;
                /** @description The earliest `createdAt`, included. */
                createdFrom?: string | number;
                /** @description The latest `createdAt`, excluded. */
                createdTo?: string | number;
                /** @description Only those with this `currency`. */
                currency?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `end`. */
                end?: string;
                /** @description Only those with this `expected`. */
                expected?: "true" | "false";
                /** @description The earliest `expectedAt`, included. */
                expectedFrom?: string;
                /** @description The latest `expectedAt`, excluded. */
                expectedTo?: string;
                /** @description Only those with this `externalId`. */
                externalId?: string;
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
                /** @description Only those with this `lead`. */
                lead?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Whether it is still open. */
                open?: "true" | "false";
                /** @description Only those with this `opportunity`. */
                opportunity?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The id of a person. */
                person?: string;
                /** @description Only those with this `pipeline`. */
                pipeline?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only what nobody owns yet. */
                queue?: "true" | "false";
                /** @description The order; `-` before a field is the greatest or latest first. */
                sort?: "-createdAt" | "-amount" | "expectedClose";
                /** @description Only those with this `stage`. */
                stage?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description Only those with this `teamless`. */
                teamless?: "true" | "false";
                /** @description Only those with this `unowned`. */
                unowned?: "true" | "false";
                /** @description Only those with this `version`. */
                version?: number;
                /** @description Only those with this `voided`. */
                voided?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecord"];
            };
        };
        responses: {
            /** @description The deal */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDeal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deal */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordChange"];
            };
        };
        responses: {
            /** @description The deal as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDealAttachments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createDealAttachment: {
        parameters: {
            query: {
                /** @description The name of the file, with the ending of its type. */
                name: string;
            };
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.oasis.opendocument.spreadsheet": string;
                "application/vnd.oasis.opendocument.text": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "application/zip": string;
                "image/gif": string;
                "image/jpeg": string;
                "image/png": string;
                "image/tiff": string;
                "image/webp": string;
                "message/rfc822": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createDealDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description The file; the same words make the same file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDealStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guide */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageGuide"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Only those with this `channel`. */
                channel?: "mail" | "slack" | "webhook";
                /** @description Only those with this `chosenBy`. */
                chosenBy?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `endpoint`. */
                endpoint?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description The id of a person. */
                person?: string;
                /** @description The id of a record. */
                record?: string;
                /** @description Only those with this `state`. */
                state?: "waiting" | "delivered" | "failed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery that is tried */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cursor?: string;
                    filter?: {
                        /** @enum {string} */
                        channel?: "mail" | "slack" | "webhook";
                        chosenBy?: string;
                        endpoint?: string;
                        person?: string;
                        record?: string;
                        /** @enum {string} */
                        state?: "waiting" | "delivered" | "failed" | "cancelled";
                    };
                    ids?: string[];
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cursor?: string;
                    filter?: {
                        /** @enum {string} */
                        channel?: "mail" | "slack" | "webhook";
                        chosenBy?: string;
                        endpoint?: string;
                        person?: string;
                        record?: string;
                        /** @enum {string} */
                        state?: "waiting" | "delivered" | "failed" | "cancelled";
                    };
                    ids?: string[];
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDrafts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All drafts, without their texts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftSummaryList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftChange"];
            };
        };
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDuplicates: {
        parameters: {
            query: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `distinct`. */
                distinct?: "true" | "false";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `list`. */
                list: "people" | "companies";
                /** @description The id of a record. */
                record?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of pairs, those with the strongest reason first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DuplicateList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createDuplicateDismiss: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DuplicatePair"];
            };
        };
        responses: {
            /** @description The pair */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duplicate"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    suggestDuplicate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DuplicatePair"];
            };
        };
        responses: {
            /** @description The pair */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duplicate"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every endpoint */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointChange"];
            };
        };
        responses: {
            /** @description The endpoint as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    enableEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listErasures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createErasure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasureRequest"];
            };
        };
        responses: {
            /** @description The erasure; with its receipt where it has ended */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The erasure */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    verifyErasure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiptInput"];
            };
        };
        responses: {
            /** @description Whether this installation signed it as it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEventImports: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of imports */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventImportList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEventImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEventImport"];
            };
        };
        responses: {
            /** @description The import with this key */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventImport"];
                };
            };
            /** @description The import */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventImport"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEventImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventImport"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEventImportFaults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The refused lines */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEventImportFinish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import as it is now */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventImport"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEventImportParts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Their numbers, ascending */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventImportParts"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEventImportPart: {
        parameters: {
            query: {
                /** @description Only those with this `file`. */
                file?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "ndjson" | "csv";
                /** @description Only those with this `line`. */
                line?: number;
                /** @description Only those with this `part`. */
                part: number;
                /** @description Only those with this `type`. */
                type?: "track" | "page" | "screen" | "identify" | "group" | "alias";
            };
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/gzip": string;
                "application/x-ndjson": string;
                "application/zstd": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description What became of its lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventImportPart"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    undoEventImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import; it is undone when its status is `undone` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventImport"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportRecords: {
        parameters: {
            query: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description The id of a company. */
                company?: string;
                /** @description Only those with this `delimiter`. */
                delimiter?: ";" | "\t" | "|" | ",";
                /** @description Only those with this `domain`. */
                domain?: string;
                /** @description Only those with this `doNotContact`. */
                doNotContact?: "true" | "false";
                /** @description An e-mail address. */
                email?: string;
                /** @description Only those with this `kind`. */
                kind: "people" | "companies" | "customers" | "owners" | "products" | "opportunities" | "deals" | "orders" | "jobs" | "quotations" | "do-not-contact";
                /** @description Whether it is still open. */
                open?: "true" | "false";
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The id of a person. */
                person?: string;
                /** @description Only those with this `personKind`. */
                personKind?: "prospect" | "contact" | "customer";
                /** @description Only those with this `pipeline`. */
                pipeline?: string;
                /** @description The first letters of a name or an address. */
                q?: string;
                /** @description Only those with this `role`. */
                role?: "admin" | "manager" | "rep" | "marketer" | "operator";
                /** @description Only those with this `stage`. */
                stage?: string;
                /** @description Only those with this `team`. */
                team?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A line of column names, then a line for each record, by id */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportChosenRecords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportChoice"];
            };
        };
        responses: {
            /** @description A line of column names, then a line for each record, by id */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listFailingProfiles: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of failing profiles */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailingProfileList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its figures, and what is wrong */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listImports: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `kind`. */
                kind?: "people" | "companies" | "customers" | "owners" | "products" | "opportunities" | "deals" | "orders" | "jobs" | "quotations" | "do-not-contact";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `status`. */
                status?: "waiting" | "checking" | "checked" | "applying" | "done" | "undoing" | "undone" | "cancelled" | "failed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of imports */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createImport: {
        parameters: {
            query: {
                /** @description Only those with this `dates`. */
                dates?: "ymd" | "dmy" | "mdy";
                /** @description Only those with this `decimal`. */
                decimal?: "." | ",";
                /** @description Only those with this `delimiter`. */
                delimiter?: ";" | "\t" | "|" | ",";
                /** @description Only those with this `dryRun`. */
                dryRun?: "true" | "false";
                /** @description Only those with this `empty`. */
                empty?: "keep" | "clear";
                /** @description Only those with this `encoding`. */
                encoding?: string;
                /** @description Only those with this `file`. */
                file?: string;
                /** @description Only those with this `header`. */
                header?: boolean | ("true" | "false");
                /** @description Only those with this `kind`. */
                kind: "people" | "companies" | "customers" | "owners" | "products" | "opportunities" | "deals" | "orders" | "jobs" | "quotations" | "do-not-contact";
                /** @description Only those with this `mapping`. */
                mapping?: string;
                /** @description Only those with this `pipeline`. */
                pipeline?: string;
                /** @description Only those with this `rows`. */
                rows?: "all" | "good";
            };
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description The import of the first request with this Idempotency-Key */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description The import */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportChange"];
            };
        };
        responses: {
            /** @description The import, waiting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listImportKept: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of values and records */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptValueList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRejectedRows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bad rows */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    undoImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import; it is undone when its status is `undone` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description The earliest `closedAt`, included. */
                closedFrom?: string | number;
                /** @description The latest `closedAt`, excluded. */
                closedTo?: string | number;
                /** @description The id of a company. */
                company?: string;
                /** @description The earliest `createdAt`, included. */
                createdFrom?: string | number;
                /** @description The latest `createdAt`, excluded. */
                createdTo?: string | number;
                /** @description Only those with this `currency`. */
                currency?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `deal`. */
                deal?: string;
                /** @description Only those with this `end`. */
                end?: string;
                /** @description Only those with this `expected`. */
                expected?: "true" | "false";
                /** @description The earliest `expectedAt`, included. */
                expectedFrom?: string;
                /** @description The latest `expectedAt`, excluded. */
                expectedTo?: string;
                /** @description Only those with this `externalId`. */
                externalId?: string;
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
                /** @description Only those with this `lead`. */
                lead?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Whether it is still open. */
                open?: "true" | "false";
                /** @description Only those with this `opportunity`. */
                opportunity?: string;
                /** @description Only those with this `order`. */
                order?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The id of a person. */
                person?: string;
                /** @description Only those with this `pipeline`. */
                pipeline?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only what nobody owns yet. */
                queue?: "true" | "false";
                /** @description The order; `-` before a field is the greatest or latest first. */
                sort?: "-createdAt" | "-amount" | "expectedClose";
                /** @description Only those with this `stage`. */
                stage?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description Only those with this `teamless`. */
                teamless?: "true" | "false";
                /** @description Only those with this `unowned`. */
                unowned?: "true" | "false";
                /** @description Only those with this `version`. */
                version?: number;
                /** @description Only those with this `voided`. */
                voided?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecord"];
            };
        };
        responses: {
            /** @description The job */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordChange"];
            };
        };
        responses: {
            /** @description The job as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listJobAttachments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createJobAttachment: {
        parameters: {
            query: {
                /** @description The name of the file, with the ending of its type. */
                name: string;
            };
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.oasis.opendocument.spreadsheet": string;
                "application/vnd.oasis.opendocument.text": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "application/zip": string;
                "image/gif": string;
                "image/jpeg": string;
                "image/png": string;
                "image/tiff": string;
                "image/webp": string;
                "message/rfc822": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createJobDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description The file; the same words make the same file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getJobStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guide */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageGuide"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestKeyList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewIngestKey"];
            };
        };
        responses: {
            /** @description The new key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestKey"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestKey"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, which is revoked now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestKey"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngestKeyChange"];
            };
        };
        responses: {
            /** @description The key */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestKey"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KeyRotation"];
            };
        };
        responses: {
            /** @description The key, with its new text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestKey"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLeads: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description The id of a company. */
                company?: string;
                /** @description The earliest `createdAt`, included. */
                createdFrom?: string | number;
                /** @description The latest `createdAt`, excluded. */
                createdTo?: string | number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `end`. */
                end?: string;
                /** @description Only those with this `externalId`. */
                externalId?: string;
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
                /** @description Only those with this `isScored`. */
                isScored?: "true" | "false";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Whether it is still open. */
                open?: "true" | "false";
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The id of a person. */
                person?: string;
                /** @description Only those with this `pipeline`. */
                pipeline?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `profile`. */
                profile?: string;
                /** @description Only those with this `programme`. */
                programme?: string;
                /** @description Only those with this `programmeVersion`. */
                programmeVersion?: string;
                /** @description Only those with this `quality`. */
                quality?: "good" | "junk";
                /** @description Only what nobody owns yet. */
                queue?: "true" | "false";
                /** @description Only those with this `rule`. */
                rule?: string;
                /** @description The order; `-` before a field is the greatest or latest first. */
                sort?: "-createdAt" | "createdAt" | "-score" | "-updatedAt";
                /** @description Only those with this `stage`. */
                stage?: string;
                /** @description Only those with this `status`. */
                status?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description Only those with this `teamless`. */
                teamless?: "true" | "false";
                /** @description Only those with this `tier`. */
                tier?: number;
                /** @description Only those with this `touched`. */
                touched?: "true" | "false";
                /** @description Only those with this `unowned`. */
                unowned?: "true" | "false";
                /** @description Only those with this `voided`. */
                voided?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of leads */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewLead"];
            };
        };
        responses: {
            /** @description The lead */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lead */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadChange"];
            };
        };
        responses: {
            /** @description The lead as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    assignLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentRequest"];
            };
        };
        responses: {
            /** @description The lead as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLeadAttachments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createLeadAttachment: {
        parameters: {
            query: {
                /** @description The name of the file, with the ending of its type. */
                name: string;
            };
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.oasis.opendocument.spreadsheet": string;
                "application/vnd.oasis.opendocument.text": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "application/zip": string;
                "image/gif": string;
                "image/jpeg": string;
                "image/png": string;
                "image/tiff": string;
                "image/webp": string;
                "message/rfc822": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLeadCampaignInfluences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The campaigns */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInfluenceList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putLeadCampaignInfluences: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignInfluences"];
            };
        };
        responses: {
            /** @description The campaigns as they are now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInfluenceList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    claimLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The lead as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createLeadDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description The file; the same words make the same file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    returnLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnRequest"];
            };
        };
        responses: {
            /** @description The lead as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    routeLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The lead as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLeadStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guide */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageGuide"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createMailLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMailLinks"];
            };
        };
        responses: {
            /** @description Addresses to put into the mail */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailLinks"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMerges: {
        parameters: {
            query: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `list`. */
                list: "people" | "companies";
                /** @description The id of a record. */
                record?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of merges */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMerge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The merge */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merge"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    undoMerge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both records are there again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOpportunities: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description The earliest `closedAt`, included. */
                closedFrom?: string | number;
                /** @description The latest `closedAt`, excluded. */
                closedTo?: string | number;
                /** @description The id of a company. */
                company?: string;
                /** @description The earliest `countedAt`, included. */
                countedFrom?: string | number;
                /** @description The latest `countedAt`, excluded. */
                countedTo?: string | number;
                /** @description Only those with this `countsFor`. */
                countsFor?: string;
                /** @description Only those with this `countsForAny`. */
                countsForAny?: "true" | "false";
                /** @description The earliest `createdAt`, included. */
                createdFrom?: string | number;
                /** @description The latest `createdAt`, excluded. */
                createdTo?: string | number;
                /** @description Only those with this `currency`. */
                currency?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `end`. */
                end?: string;
                /** @description Only those with this `expected`. */
                expected?: "true" | "false";
                /** @description The earliest `expectedAt`, included. */
                expectedFrom?: string;
                /** @description The latest `expectedAt`, excluded. */
                expectedTo?: string;
                /** @description Only those with this `externalId`. */
                externalId?: string;
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
                /** @description Only those with this `hasItems`. */
                hasItems?: "true" | "false";
                /** @description Only those with this `lead`. */
                lead?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Whether it is still open. */
                open?: "true" | "false";
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The id of a person. */
                person?: string;
                /** @description Only those with this `pipeline`. */
                pipeline?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `product`. */
                product?: string;
                /** @description Only what nobody owns yet. */
                queue?: "true" | "false";
                /** @description The order; `-` before a field is the greatest or latest first. */
                sort?: "-createdAt" | "-amount" | "expectedClose";
                /** @description Only those with this `stage`. */
                stage?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description Only those with this `teamless`. */
                teamless?: "true" | "false";
                /** @description Only those with this `unowned`. */
                unowned?: "true" | "false";
                /** @description Only those with this `version`. */
                version?: number;
                /** @description Only those with this `voided`. */
                voided?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of opportunities */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOpportunity: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecord"];
            };
        };
        responses: {
            /** @description The opportunity */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpportunity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The opportunity */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeOpportunity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordChange"];
            };
        };
        responses: {
            /** @description The opportunity as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOpportunityAttachments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOpportunityAttachment: {
        parameters: {
            query: {
                /** @description The name of the file, with the ending of its type. */
                name: string;
            };
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.oasis.opendocument.spreadsheet": string;
                "application/vnd.oasis.opendocument.text": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "application/zip": string;
                "image/gif": string;
                "image/jpeg": string;
                "image/png": string;
                "image/tiff": string;
                "image/webp": string;
                "message/rfc822": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOpportunityCampaignInfluences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The campaigns */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInfluenceList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putOpportunityCampaignInfluences: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignInfluences"];
            };
        };
        responses: {
            /** @description The campaigns as they are now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInfluenceList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOpportunityDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description The file; the same words make the same file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOpportunityItems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putOpportunityItems: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Items"];
            };
        };
        responses: {
            /** @description The items as they are now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOpportunityQuotation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewQuotation"];
            };
        };
        responses: {
            /** @description The quotation */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quotation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpportunityStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guide */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageGuide"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOrders: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description The earliest `closedAt`, included. */
                closedFrom?: string | number;
                /** @description The latest `closedAt`, excluded. */
                closedTo?: string | number;
                /** @description The id of a company. */
                company?: string;
                /** @description Only those with this `companyless`. */
                companyless?: "true" | "false";
                /** @description The earliest `createdAt`, included. */
                createdFrom?: string | number;
                /** @description The latest `createdAt`, excluded. */
                createdTo?: string | number;
                /** @description Only those with this `currency`. */
                currency?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `deal`. */
                deal?: string;
                /** @description Only those with this `end`. */
                end?: string;
                /** @description Only those with this `expected`. */
                expected?: "true" | "false";
                /** @description The earliest `expectedAt`, included. */
                expectedFrom?: string;
                /** @description The latest `expectedAt`, excluded. */
                expectedTo?: string;
                /** @description Only those with this `externalId`. */
                externalId?: string;
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
                /** @description Only those with this `hasItems`. */
                hasItems?: "true" | "false";
                /** @description Only those with this `lead`. */
                lead?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Whether it is still open. */
                open?: "true" | "false";
                /** @description Only those with this `opportunity`. */
                opportunity?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The id of a person. */
                person?: string;
                /** @description Only those with this `pipeline`. */
                pipeline?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `product`. */
                product?: string;
                /** @description Only what nobody owns yet. */
                queue?: "true" | "false";
                /** @description Only those with this `repeatsItems`. */
                repeatsItems?: "true" | "false";
                /** @description The order; `-` before a field is the greatest or latest first. */
                sort?: "-createdAt" | "-amount" | "expectedClose";
                /** @description Only those with this `stage`. */
                stage?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description Only those with this `teamless`. */
                teamless?: "true" | "false";
                /** @description Only those with this `unowned`. */
                unowned?: "true" | "false";
                /** @description Only those with this `version`. */
                version?: number;
                /** @description Only those with this `voided`. */
                voided?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of orders */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecord"];
            };
        };
        responses: {
            /** @description The order */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordChange"];
            };
        };
        responses: {
            /** @description The order as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOrderAttachments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOrderAttachment: {
        parameters: {
            query: {
                /** @description The name of the file, with the ending of its type. */
                name: string;
            };
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.oasis.opendocument.spreadsheet": string;
                "application/vnd.oasis.opendocument.text": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "application/zip": string;
                "image/gif": string;
                "image/jpeg": string;
                "image/png": string;
                "image/tiff": string;
                "image/webp": string;
                "message/rfc822": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOrderDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description The file; the same words make the same file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOrderItems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putOrderItems: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Items"];
            };
        };
        responses: {
            /** @description The items as they are now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOrderStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guide */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageGuide"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPeople: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description Only those with this `claimedEmail`. */
                claimedEmail?: string;
                /** @description The id of a company. */
                company?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `doNotContact`. */
                doNotContact?: "true" | "false";
                /** @description An e-mail address. */
                email?: string;
                /** @description Only those with this `externalId`. */
                externalId?: string;
                /** @description The system whose id it is, where several have ids. */
                externalSource?: string;
                /** @description Only those with this `kind`. */
                kind?: "prospect" | "contact" | "customer";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The first letters of a name or an address. */
                q?: string;
                /** @description The order; `-` before a field is the greatest or latest first. */
                sort?: "-createdAt" | "createdAt";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of people */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPersonList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPerson: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PersonInput"];
            };
        };
        responses: {
            /** @description The person, who was known */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPerson"];
                };
            };
            /** @description The new person */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPerson"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPerson"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changePerson: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonChange"];
            };
        };
        responses: {
            /** @description The person as they are now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPerson"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPersonAttachments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPersonAttachment: {
        parameters: {
            query: {
                /** @description The name of the file, with the ending of its type. */
                name: string;
            };
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.oasis.opendocument.spreadsheet": string;
                "application/vnd.oasis.opendocument.text": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "application/zip": string;
                "image/gif": string;
                "image/jpeg": string;
                "image/png": string;
                "image/tiff": string;
                "image/webp": string;
                "message/rfc822": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The file */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPersonCampaignInfluences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The campaigns */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInfluenceList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putPersonCampaignInfluences: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignInfluences"];
            };
        };
        responses: {
            /** @description The campaigns as they are now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInfluenceList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewPersonMerge: {
        parameters: {
            query: {
                /** @description Only those with this `merged`. */
                merged: string;
            };
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both records, field by field, and what goes over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergePreview"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    mergePerson: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonMerge"];
            };
        };
        responses: {
            /** @description The merge */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merge"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPipelines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest version of every pipeline */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note?: string;
                    text: string;
                };
            };
        };
        responses: {
            /** @description The latest version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedProcess"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPipeline: {
        parameters: {
            query?: {
                /** @description Only those with this `version`. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description The `pipeline` of what is asked for. */
                pipeline: string;
                /** @description The `process` of what is asked for. */
                process: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The definition */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineDefinition"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    pipelineBoard: {
        parameters: {
            query?: {
                /** @description How the rows are grouped. */
                by?: "owner";
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description Only those with this `team`. */
                team?: string;
            };
            header?: never;
            path: {
                /** @description The `pipeline` of what is asked for. */
                pipeline: string;
                /** @description The `process` of what is asked for. */
                process: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPipelineChart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `pipeline` of what is asked for. */
                pipeline: string;
                /** @description The `process` of what is asked for. */
                process: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The source of the diagram */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    checkPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description The errors, or the charts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessCheck"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    erasePerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrivacyRequest"];
            };
        };
        responses: {
            /** @description The erasure; with its receipt where it has ended */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportPerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrivacyRequest"];
            };
        };
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonExport"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of products */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `name` of what is asked for. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `name` of what is asked for. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductInput"];
            };
        };
        responses: {
            /** @description The product */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description The new product */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `key` of what is asked for. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile, with its current scores */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProfileBehaviour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `key` of what is asked for. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest events, the earliest of them first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BehaviourOfProfile"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createProfileContact: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The `key` of what is asked for. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: email */
                    email?: string;
                    name?: string;
                    phone?: string;
                };
            };
        };
        responses: {
            /** @description It is in the stream; the profile knows it a moment later */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProfileEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `key` of what is asked for. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most 200 events; there is no further page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileEventList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProfileExplanation: {
        parameters: {
            query?: {
                /** @description Only those with this `programme`. */
                programme?: string;
            };
            header?: never;
            path: {
                /** @description The `key` of what is asked for. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The score in the programme, by default the first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProfileLedger: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `programme`. */
                programme?: string;
            };
            header?: never;
            path: {
                /** @description The `key` of what is asked for. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the ledger */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerEntryList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getScoreHistory: {
        parameters: {
            query?: {
                /** @description How many days the period has that ends now. */
                days?: number;
                /** @description Only those with this `programme`. */
                programme?: string;
            };
            header?: never;
            path: {
                /** @description The `key` of what is asked for. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Scores at even distances, the earliest first; the last is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreHistory"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProgrammes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The active programmes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgrammeList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProgramme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The programme */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveProgramme"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteProgramme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The programme is retired */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    backtestProgramme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    draft: string;
                    /**
                     * @description a time, or how long ago, such as `12h`; days and weeks are whole ones in UTC and today is the last of them, as in rule health
                     * @default 30d
                     */
                    since?: string;
                    /** @description a time, or how long ago, such as `12h`; days and weeks are whole ones in UTC and today is the last of them, as in rule health */
                    until?: string;
                    /** @default 0 */
                    waitSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The backtest, done */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestRun"];
                };
            };
            /** @description The backtest, not done yet; `Location` says where to watch it */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    checkProgramme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    examples?: string | null;
                    text: string;
                };
            };
        };
        responses: {
            /** @description What the draft would change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgrammeCheck"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProgrammeDiff: {
        parameters: {
            query: {
                /** @description The first day or moment of the period; for a difference, the older version. */
                from: number;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to: number;
            };
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgrammeDiff"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProgrammeHealth: {
        parameters: {
            query?: {
                /** @description How many days the period has that ends now. */
                days?: number;
            };
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules of the active version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleHealth"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProgrammeOutlook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Expected and actual leads */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outlook"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createProgrammePreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    examples?: string | null;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Its errors, changes and examples */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftPreview"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createProgrammeRehearsal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    steps: {
                        after?: string;
                        consent?: {
                            [key: string]: boolean;
                        };
                        /** @default false */
                        gpc?: boolean;
                        identify?: {
                            [key: string]: (string | number | boolean) | {
                                [key: string]: string | number | boolean;
                            };
                        };
                        /**
                         * @default secret
                         * @enum {string}
                         */
                        key?: "public" | "secret";
                        /** Format: starts_with */
                        page?: string;
                        properties?: {
                            [key: string]: (string | number | boolean) | ((string | number | boolean) | {
                                [key: string]: string | number | boolean;
                            })[];
                        };
                        sales?: {
                            customer?: boolean;
                            leadStatus?: string | string[];
                        };
                        /** @default 1 */
                        times?: number;
                        track?: string;
                    }[];
                    /** @default null */
                    text?: string | null;
                };
            };
        };
        responses: {
            /** @description The moments: each step, and times after the last one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rehearsal"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rollbackProgramme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    examples?: string | null;
                    /** @default  */
                    note?: string;
                    /** @default false */
                    notify?: boolean;
                    replaces?: string | null;
                    to: number;
                };
            };
        };
        responses: {
            /** @description The new version */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedVersion"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    suggestProgramme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    draft?: string;
                    /**
                     * @description a time, or how long ago, such as `12h`; days and weeks are whole ones in UTC and today is the last of them, as in rule health
                     * @default 365d
                     */
                    since?: string;
                    /** @default 0 */
                    waitSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The suggestion, done */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionRun"];
                };
            };
            /** @description The suggestion, not done yet; `Location` says where to watch it */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProgrammeVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgrammeVersionList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createProgrammeVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    examples?: string | null;
                    /** @default  */
                    note?: string;
                    /** @default false */
                    notify?: boolean;
                    replaces?: string | null;
                    text: string;
                };
            };
        };
        responses: {
            /** @description The version */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedVersion"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProgrammeVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
                /** @description The `number` of what is asked for. */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgrammeText"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listQuarantine: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `profile`. */
                profile?: string;
                /** @description Only those with this `programme`. */
                programme?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of held leads */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldLeadList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getQuarantine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The held lead */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldLead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteQuarantine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was held */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldLead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    dropQuarantine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was held */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldLead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    releaseQuarantine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was held */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldLead"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    dropHeldLeads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cursor?: string;
                    filter?: {
                        campaign?: string;
                        profile?: string;
                        programme?: string;
                    };
                    ids?: string[];
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    releaseHeldLeads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cursor?: string;
                    filter?: {
                        campaign?: string;
                        profile?: string;
                        programme?: string;
                    };
                    ids?: string[];
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listQuotations: {
        parameters: {
            query?: {
                /** @description The id of a company. */
                company?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description `due`: to be followed up today or earlier. */
                followUp?: "due";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `opportunity`. */
                opportunity?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The id of a person. */
                person?: string;
                /** @description Only those with this `status`. */
                status?: "draft" | "sent" | "accepted" | "declined";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of quotations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotationList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getQuotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quotation */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quotation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeQuotation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotationChange"];
            };
        };
        responses: {
            /** @description The quotation as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quotation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listReports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All reports */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCampaignsReport: {
        parameters: {
            query?: {
                /** @description How the rows are grouped. */
                by?: "campaign" | "rule";
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "json" | "csv";
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Report-Data-As-Of": components["headers"]["X-Report-Data-As-Of"];
                    "X-Report-Is-Whole": components["headers"]["X-Report-Is-Whole"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string | null;
                        /** Format: date-time */
                        dataAsOf: string;
                        from: string | null;
                        isWhole: boolean;
                        report: string;
                        rows: {
                            campaign: string | null;
                            events: number | null;
                            leads: number;
                            leadsOfProfiles: number | null;
                            opportunities: number;
                            opportunitiesOfLeads: number | null;
                            profiles: number | null;
                            programme: string | null;
                            rule: string | null;
                            won: number;
                            wonOfOpportunities: number | null;
                            wonValue: {
                                [key: string]: string;
                            };
                        }[];
                        to: string | null;
                        totals: {
                            campaign: string | null;
                            events: number | null;
                            leads: number;
                            leadsOfProfiles: number | null;
                            opportunities: number;
                            opportunitiesOfLeads: number | null;
                            profiles: number | null;
                            programme: string | null;
                            rule: string | null;
                            won: number;
                            wonOfOpportunities: number | null;
                            wonValue: {
                                [key: string]: string;
                            };
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCustomersReport: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "json" | "csv";
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Report-Data-As-Of": components["headers"]["X-Report-Data-As-Of"];
                    "X-Report-Is-Whole": components["headers"]["X-Report-Is-Whole"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string | null;
                        /** Format: date-time */
                        dataAsOf: string;
                        from: string | null;
                        isWhole: boolean;
                        report: string;
                        rows: {
                            averageDaysBetween: number | null;
                            averageOrder: string | null;
                            currency: string;
                            customer: string | null;
                            firstOrderAt: string | null;
                            kind: ("person" | "company") | null;
                            lastOrderAt: string | null;
                            name: string | null;
                            orders: number;
                            projectedYear: string | null;
                            value: string;
                        }[];
                        to: string | null;
                        totals: {
                            averageDaysBetween: number | null;
                            averageOrder: string | null;
                            currency: string;
                            customer: string | null;
                            firstOrderAt: string | null;
                            kind: ("person" | "company") | null;
                            lastOrderAt: string | null;
                            name: string | null;
                            orders: number;
                            projectedYear: string | null;
                            value: string;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDeadlinesReport: {
        parameters: {
            query?: {
                /** @description How the rows are grouped. */
                by?: "owner" | "team" | "campaign" | "tier";
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "json" | "csv";
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Report-Data-As-Of": components["headers"]["X-Report-Data-As-Of"];
                    "X-Report-Is-Whole": components["headers"]["X-Report-Is-Whole"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string | null;
                        /** Format: date-time */
                        dataAsOf: string;
                        from: string | null;
                        isWhole: boolean;
                        report: string;
                        rows: {
                            campaign: string | null;
                            cancelled: number;
                            cancelReasons: {
                                [key: string]: number;
                            };
                            due: number;
                            escalated: number;
                            escalations: number;
                            kept: number;
                            keptShare: number | null;
                            late: number;
                            lateHoursMax: number | null;
                            lateHoursMedian: number | null;
                            lateHoursP90: number | null;
                            overdue: number;
                            owner: string | null;
                            pending: number;
                            team: string | null;
                            tier: number | null;
                        }[];
                        to: string | null;
                        totals: {
                            campaign: string | null;
                            cancelled: number;
                            cancelReasons: {
                                [key: string]: number;
                            };
                            due: number;
                            escalated: number;
                            escalations: number;
                            kept: number;
                            keptShare: number | null;
                            late: number;
                            lateHoursMax: number | null;
                            lateHoursMedian: number | null;
                            lateHoursP90: number | null;
                            overdue: number;
                            owner: string | null;
                            pending: number;
                            team: string | null;
                            tier: number | null;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getForecastReport: {
        parameters: {
            query?: {
                /** @description The day or moment that the report looks at; now when left out. */
                asOf?: string;
                /** @description How the rows are grouped. */
                by?: "stage" | "month" | "owner";
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "json" | "csv";
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Report-Data-As-Of": components["headers"]["X-Report-Data-As-Of"];
                    "X-Report-Is-Whole": components["headers"]["X-Report-Is-Whole"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string | null;
                        /** Format: date-time */
                        dataAsOf: string;
                        from: string | null;
                        isWhole: boolean;
                        report: string;
                        rows: {
                            currency: string;
                            month: string | null;
                            owner: string | null;
                            pipeline: string | null;
                            probability: number | null;
                            records: number;
                            stage: string | null;
                            unweighted: string;
                            weighted: string;
                            withoutProbability: number;
                        }[];
                        to: string | null;
                        totals: {
                            currency: string;
                            month: string | null;
                            owner: string | null;
                            pipeline: string | null;
                            probability: number | null;
                            records: number;
                            stage: string | null;
                            unweighted: string;
                            weighted: string;
                            withoutProbability: number;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLateLoggingReport: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "json" | "csv";
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Report-Data-As-Of": components["headers"]["X-Report-Data-As-Of"];
                    "X-Report-Is-Whole": components["headers"]["X-Report-Is-Whole"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string | null;
                        /** Format: date-time */
                        dataAsOf: string;
                        from: string | null;
                        isWhole: boolean;
                        report: string;
                        rows: {
                            activity: string | null;
                            company: string | null;
                            daysLate: number;
                            happenedAt: string | null;
                            kind: string | null;
                            loggedAt: string | null;
                            person: string | null;
                            record: string | null;
                            user: string | null;
                        }[];
                        to: string | null;
                        totals: {
                            activity: string | null;
                            company: string | null;
                            daysLate: number;
                            happenedAt: string | null;
                            kind: string | null;
                            loggedAt: string | null;
                            person: string | null;
                            record: string | null;
                            user: string | null;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProductsReport: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "json" | "csv";
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Report-Data-As-Of": components["headers"]["X-Report-Data-As-Of"];
                    "X-Report-Is-Whole": components["headers"]["X-Report-Is-Whole"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string | null;
                        /** Format: date-time */
                        dataAsOf: string;
                        from: string | null;
                        isWhole: boolean;
                        report: string;
                        rows: {
                            averagePrice: string | null;
                            currency: string;
                            listPrice: string | null;
                            lost: number;
                            offeredValue: string;
                            offers: number;
                            product: string | null;
                            quantity: string;
                            winRate: number | null;
                            won: number;
                            wonQuantity: string;
                            wonValue: string;
                        }[];
                        to: string | null;
                        totals: {
                            averagePrice: string | null;
                            currency: string;
                            listPrice: string | null;
                            lost: number;
                            offeredValue: string;
                            offers: number;
                            product: string | null;
                            quantity: string;
                            winRate: number | null;
                            won: number;
                            wonQuantity: string;
                            wonValue: string;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRulesReport: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "json" | "csv";
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Report-Data-As-Of": components["headers"]["X-Report-Data-As-Of"];
                    "X-Report-Is-Whole": components["headers"]["X-Report-Is-Whole"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string | null;
                        /** Format: date-time */
                        dataAsOf: string;
                        from: string | null;
                        isWhole: boolean;
                        report: string;
                        rows: {
                            good: number;
                            junk: number;
                            junkReasons: {
                                [key: string]: number;
                            };
                            leads: number;
                            precision: number | null;
                            precisionHigh: number | null;
                            precisionLow: number | null;
                            programme: string | null;
                            rule: string | null;
                            version: string | null;
                        }[];
                        to: string | null;
                        totals: {
                            good: number;
                            junk: number;
                            junkReasons: {
                                [key: string]: number;
                            };
                            leads: number;
                            precision: number | null;
                            precisionHigh: number | null;
                            precisionLow: number | null;
                            programme: string | null;
                            rule: string | null;
                            version: string | null;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSalesmenReport: {
        parameters: {
            query?: {
                /** @description How the rows are grouped. */
                by?: "owner" | "team";
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "json" | "csv";
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Report-Data-As-Of": components["headers"]["X-Report-Data-As-Of"];
                    "X-Report-Is-Whole": components["headers"]["X-Report-Is-Whole"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string | null;
                        /** Format: date-time */
                        dataAsOf: string;
                        from: string | null;
                        isWhole: boolean;
                        report: string;
                        rows: {
                            conversion: number | null;
                            deadlines: number;
                            deadlinesKept: number;
                            deadlinesMissed: number;
                            firstTouchHoursMedian: number | null;
                            firstTouchHoursP90: number | null;
                            keptShare: number | null;
                            leads: number;
                            leadsConverted: number;
                            leadsOpen: number;
                            neverTouched: number;
                            noOpportunity: number;
                            noOpportunityShare: number | null;
                            opportunitiesLost: number;
                            opportunitiesWon: number;
                            owner: string | null;
                            team: string | null;
                            winRate: number | null;
                            wonValue: {
                                [key: string]: string;
                            };
                        }[];
                        to: string | null;
                        totals: {
                            conversion: number | null;
                            deadlines: number;
                            deadlinesKept: number;
                            deadlinesMissed: number;
                            firstTouchHoursMedian: number | null;
                            firstTouchHoursP90: number | null;
                            keptShare: number | null;
                            leads: number;
                            leadsConverted: number;
                            leadsOpen: number;
                            neverTouched: number;
                            noOpportunity: number;
                            noOpportunityShare: number | null;
                            opportunitiesLost: number;
                            opportunitiesWon: number;
                            owner: string | null;
                            team: string | null;
                            winRate: number | null;
                            wonValue: {
                                [key: string]: string;
                            };
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSameDayReport: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `csv` for a file, `json` for an object. */
                format?: "json" | "csv";
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string;
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Report-Data-As-Of": components["headers"]["X-Report-Data-As-Of"];
                    "X-Report-Is-Whole": components["headers"]["X-Report-Is-Whole"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string | null;
                        /** Format: date-time */
                        dataAsOf: string;
                        from: string | null;
                        isWhole: boolean;
                        report: string;
                        rows: {
                            late: number;
                            logged: number;
                            sameDay: number;
                            sameDayShare: number | null;
                            timeZone: string | null;
                            user: string | null;
                        }[];
                        to: string | null;
                        totals: {
                            late: number;
                            logged: number;
                            sameDay: number;
                            sameDayShare: number | null;
                            timeZone: string | null;
                            user: string | null;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWeeklyReview: {
        parameters: {
            query?: {
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeeklyReview"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRestores: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createRestore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The restore; `Location` says where to watch it */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restore"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRestore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `era` of what is asked for. */
                era: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The restore */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restore"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteRestore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `era` of what is asked for. */
                era: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The restore as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restore"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSalesRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All texts, without their words */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesRuleList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSalesRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesRuleText"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSalesRuleDiff: {
        parameters: {
            query: {
                /** @description The first day or moment of the period; for a difference, the older version. */
                from: number;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to: number;
            };
            header?: never;
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgrammeDiff"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSalesRuleDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putSalesRuleDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftChange"];
            };
        };
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSalesRuleDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSalesRulePreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description Its errors, changes and words */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesRulePreview"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rollbackSalesRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    moves?: {
                        [key: string]: {
                            [key: string]: string;
                        };
                    };
                    /** @default  */
                    note?: string;
                    replaces?: string | null;
                    to: number;
                };
            };
        };
        responses: {
            /** @description The new version */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedSalesRule"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSalesRuleVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesRuleVersionList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSalesRuleVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SalesRulePublication"];
            };
        };
        responses: {
            /** @description The version */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedSalesRule"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSalesRuleVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `folder` of what is asked for. */
                folder: string;
                /** @description The `number` of what is asked for. */
                number: string;
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesRuleText"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSalesRuleDrafts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All drafts, without their texts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftSummaryList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSalesRulePipelineMigration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `rule` of what is asked for. */
                rule: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    moves?: {
                        [key: string]: {
                            [key: string]: string;
                        };
                    };
                    text: string;
                };
            };
        };
        responses: {
            /** @description The stages they stand in, and where each leads */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessMigration"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSalesRuleSaleRoutingTrial: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutingTrialRequest"];
            };
        };
        responses: {
            /** @description The owner, the reason and the steps; nothing is assigned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingTrial"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller, and what they may do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caller"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogIn"];
            };
        };
        responses: {
            /** @description Who is logged in now, and what they may do */
            200: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caller"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended */
            200: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLogInOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description For the log-in page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogInOptions"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a newcomer needs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSuggestions: {
        parameters: {
            query?: {
                /** @description Only those with this `programme`. */
                programme?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest, without their results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionSummaryList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The suggestion */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The suggestion as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description The id of a company. */
                company?: string;
                /** @description The earliest `completedAt`, included. */
                completedFrom?: string | number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only those with this `deadline`. */
                deadline?: string;
                /** @description Only those with this `deal`. */
                deal?: string;
                /** @description The earliest `dueAt`, included. */
                dueFrom?: string | number;
                /** @description The latest `dueAt`, excluded. */
                dueTo?: string | number;
                /** @description Only those with this `escalated`. */
                escalated?: "true" | "false";
                /** @description Only those with this `job`. */
                job?: string;
                /** @description Only those with this `lane`. */
                lane?: string;
                /** @description Only those with this `lead`. */
                lead?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `myTeams`. */
                myTeams?: "true" | "false";
                /** @description Whether it is still open. */
                open?: "true" | "false";
                /** @description Only those with this `opportunity`. */
                opportunity?: string;
                /** @description Only those with this `order`. */
                order?: string;
                /** @description Only those with this `outcome`. */
                outcome?: "Opportunity created" | "No opportunity";
                /** @description Only those with this `overdue`. */
                overdue?: "true" | "false";
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The id of a person. */
                person?: string;
                /** @description The name of a sales process. */
                process?: string;
                /** @description Only those with this `profile`. */
                profile?: string;
                /** @description Only what nobody owns yet. */
                queue?: "true" | "false";
                /** @description Only those with this `quotation`. */
                quotation?: string;
                /** @description Only those with this `snoozed`. */
                snoozed?: "true" | "false";
                /** @description The order; `-` before a field is the greatest or latest first. */
                sort?: "-createdAt" | "dueAt" | "-completedAt";
                /** @description Only those with this `team`. */
                team?: string;
                /** @description Only those with this `teamless`. */
                teamless?: "true" | "false";
                /** @description Only those with this `tier`. */
                tier?: number;
                /** @description Only those with this `type`. */
                type?: "Other" | "Call" | "E-mail" | "Meeting" | "Follow-up" | "Stage";
                /** @description Only those with this `unowned`. */
                unowned?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tasks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTask"];
            };
        };
        responses: {
            /** @description The task */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskChange"];
            };
        };
        responses: {
            /** @description The task as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    assignTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentRequest"];
            };
        };
        responses: {
            /** @description The task as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTaskCampaignInfluences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The campaigns */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInfluenceList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putTaskCampaignInfluences: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignInfluences"];
            };
        };
        responses: {
            /** @description The campaigns as they are now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInfluenceList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    claimTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The task as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    returnTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnRequest"];
            };
        };
        responses: {
            /** @description The task as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    routeTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The task as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    taskAgenda: {
        parameters: {
            query?: {
                /** @description Only those with this `myTeams`. */
                myTeams?: "true" | "false";
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description Only those with this `team`. */
                team?: string;
                /** @description An IANA time zone, in which days are meant. */
                timeZone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agenda of the caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agenda"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTeams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `name` of what is asked for. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The team */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putTeam: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `name` of what is asked for. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    manager: string | null;
                };
            };
        };
        responses: {
            /** @description The team */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description The new team */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTeam: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `name` of what is asked for. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTerritories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TerritoryList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTerritory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `name` of what is asked for. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The territory */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Territory"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putTerritory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `name` of what is asked for. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    countries: string[];
                };
            };
        };
        responses: {
            /** @description The territory */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Territory"];
                };
            };
            /** @description The new territory */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Territory"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTerritory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `name` of what is asked for. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTimeline: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of changes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineEntryList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    undoTimelineEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `entry` of what is asked for. */
                entry: string;
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is as it was before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTrail: {
        parameters: {
            query?: {
                /** @description Only those with this `actor`. */
                actor?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description The first day or moment of the period; for a difference, the older version. */
                from?: string | number;
                /** @description Only those with this `kind`. */
                kind?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `source`. */
                source?: "change" | "act";
                /** @description Only those with this `target`. */
                target?: string;
                /** @description The end of the period, excluded; for a difference, the newer version. */
                to?: string | number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the trail */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrailEntryList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listUnreadUpdates: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `partition`. */
                partition?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of unread updates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadUpdateList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getUnreadUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The unread update */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadUpdate"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteUnreadUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What waited */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadUpdate"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    dropUnreadUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What waited */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadUpdate"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayUnreadUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What waited */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadUpdate"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    dropUnreadUpdates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cursor?: string;
                    filter?: {
                        partition?: number;
                    };
                    ids?: string[];
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayUnreadUpdates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cursor?: string;
                    filter?: {
                        partition?: number;
                    };
                    ids?: string[];
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `role`. */
                role?: "admin" | "manager" | "rep" | "marketer" | "operator";
                /** @description Only those with this `team`. */
                team?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: (components["schemas"]["User"] | components["schemas"]["Colleague"])[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description The user */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `email` of what is asked for. */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"] | components["schemas"]["Colleague"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `email` of what is asked for. */
                email: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description The user as they are now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deactivateUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `email` of what is asked for. */
                email: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Departure"];
            };
        };
        responses: {
            /** @description The user, and the counts of reassigned records */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartedUser"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    unlinkProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `email` of what is asked for. */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is unlinked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reactivateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `email` of what is asked for. */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    resetSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `email` of what is asked for. */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `email` of what is asked for. */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The live sessions, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `email` of what is asked for. */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many have ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endUserSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `email` of what is asked for. */
                email: string;
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOwnUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user who is logged in */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeOwnUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnChange"];
            };
        };
        responses: {
            /** @description The user as they are now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOwnUserCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address, shown this once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteOwnUserCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address is revoked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOwnSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether there is one, and whether your role needs it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    beginSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorBegin"];
            };
        };
        responses: {
            /** @description The secret for an authenticator app */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSecondFactor"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCheck"];
            };
        };
        responses: {
            /** @description Codes for when the app is lost */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCheck"];
            };
        };
        responses: {
            /** @description The new codes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCheck"];
            };
        };
        responses: {
            /** @description It is removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOwnSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The live sessions, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many have ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endOwnSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listUserWorkloads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An owner a row; who has nothing open has none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkloadList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listViews: {
        parameters: {
            query: {
                /** @description Only those with this `list`. */
                list: "leads" | "people" | "companies" | "opportunities" | "deals" | "orders" | "jobs" | "quotations" | "campaigns";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The views, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createView: {
        parameters: {
            query?: never;
            header?: {
                /** @description A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSavedView"];
            };
        };
        responses: {
            /** @description The view */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The view */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeView: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record that the change is based on. Without it the change applies to any revision. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedViewChange"];
            };
        };
        responses: {
            /** @description The view as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionMismatch"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWork: {
        parameters: {
            query?: {
                /** @description The name of a campaign. */
                campaign?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Only those with this `overdue`. */
                overdue?: "true" | "false";
                /** @description The e-mail address of a user; `me` is the caller. */
                owner?: string;
                /** @description The first letters of a name or an address. */
                q?: string;
                /** @description Only what nobody owns yet. */
                queue?: "true" | "false";
                /** @description The order; `-` before a field is the greatest or latest first. */
                sort?: "-heat" | "dueAt";
                /** @description Only those with this `tier`. */
                tier?: number;
                /** @description Only those with this `toContact`. */
                toContact?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of work, with the counts of its view */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    followMailLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The signed link, as POST /mail-links makes it. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address of the link */
            302: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not signed by this installation: a page for people, a problem for programs that ask for JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/html": string;
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description Any other error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key of the form. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FormSubmission"];
                "application/x-www-form-urlencoded": components["schemas"]["FormSubmission"];
            };
        };
        responses: {
            /** @description It was accepted */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormAccepted"];
                    "text/html": string;
                };
            };
            /** @description It was accepted; the page that the key names is next */
            303: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed_json`: The body is not valid JSON. Send the body as UTF-8 JSON; the detail names the position.
             *
             *     `invalid_request`: The request is not valid. Correct the field that the detail names; GET /api/v1/openapi.json has every shape.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/html": string;
                };
            };
            /** @description `invalid_write_key`: The write key is unknown. Use the write key that Scoville prints when it starts. The API token is none: it belongs to /api/v1. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/html": string;
                };
            };
            /**
             * @description `origin_not_allowed`: The write key is not for this page. Add the origin of the page to the key, or use a key that is for it.
             *
             *     `secret_key_in_page`: A page sent a secret key. Revoke the key, because everybody who opens the page has it. Use a public key in pages.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/html": string;
                };
            };
            /** @description `conflict`: The change does not fit the present state. Read the record again and apply the change to its present state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/html": string;
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `too_many_requests`: Too many requests. Wait for the seconds in Retry-After, then retry. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/html": string;
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAlive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            500: components["responses"]["InternalError"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
        };
    };
    openMailPixel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The signed message, as POST /mail-links makes it. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An image of one pixel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            500: components["responses"]["InternalError"];
        };
    };
    getReady: {
        parameters: {
            query?: {
                /** @description One role of the process; all of them where it is left out. */
                role?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            500: components["responses"]["InternalError"];
            /** @description Something is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getSnippet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
        };
    };
    sendAlias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AliasEvent"];
            };
        };
        responses: {
            /** @description It is in the stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAccepted"];
                };
            };
            400: components["responses"]["EventRefused"];
            401: components["responses"]["KeyRefused"];
            403: components["responses"]["OriginRefused"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedEncoding"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["EventsUnavailable"];
        };
    };
    sendBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventBatch"];
            };
        };
        responses: {
            /** @description What became of the events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAccepted"];
                };
            };
            400: components["responses"]["EventRefused"];
            401: components["responses"]["KeyRefused"];
            403: components["responses"]["OriginRefused"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedEncoding"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["EventsUnavailable"];
        };
    };
    sendGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupEvent"];
            };
        };
        responses: {
            /** @description It is in the stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAccepted"];
                };
            };
            400: components["responses"]["EventRefused"];
            401: components["responses"]["KeyRefused"];
            403: components["responses"]["OriginRefused"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedEncoding"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["EventsUnavailable"];
        };
    };
    sendHistory: {
        parameters: {
            query?: {
                /** @description People whose latest imported event is as young may be notified of. */
                alertSince?: string;
                /** @description The name of the file, for people. */
                file?: string;
                /** @description `ndjson` or `csv`; found from the body where it is left out. */
                format?: string;
                /** @description The type of rows that name none, as in a table of a warehouse. */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description All lines are read, and its profiles are being scored */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventImport"];
                };
            };
            400: components["responses"]["EventRefused"];
            401: components["responses"]["KeyRefused"];
            403: components["responses"]["OriginRefused"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["EventsUnavailable"];
        };
    };
    sendIdentify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["IdentifyEvent"];
            };
        };
        responses: {
            /** @description It is in the stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAccepted"];
                };
            };
            400: components["responses"]["EventRefused"];
            401: components["responses"]["KeyRefused"];
            403: components["responses"]["OriginRefused"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedEncoding"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["EventsUnavailable"];
        };
    };
    receiveMailEvents: {
        parameters: {
            query?: {
                /** @description A secret key, for a provider that signs nothing. */
                key?: string;
            };
            header?: never;
            path: {
                /** @description `sendgrid`, `mailgun`, `postmark`, `ses`, `mandrill` or `resend`. */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description What became of the events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailEventsAccepted"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["MailNotProven"];
            403: components["responses"]["OriginRefused"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["MailUnavailable"];
        };
    };
    sendPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PageEvent"];
            };
        };
        responses: {
            /** @description It is in the stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAccepted"];
                };
            };
            400: components["responses"]["EventRefused"];
            401: components["responses"]["KeyRefused"];
            403: components["responses"]["OriginRefused"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedEncoding"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["EventsUnavailable"];
        };
    };
    sendPixel: {
        parameters: {
            query?: {
                /** @description The event as JSON in base64. Else its fields, with dots between names. */
                data?: string;
                /** @description The public key. */
                writeKey?: string;
            };
            header?: never;
            path: {
                /** @description The call: `track`, `page` … `.gif` may follow. */
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An image of one pixel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            500: components["responses"]["InternalError"];
        };
    };
    getClientSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The public key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientSettings"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            500: components["responses"]["InternalError"];
        };
    };
    sendScreen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ScreenEvent"];
            };
        };
        responses: {
            /** @description It is in the stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAccepted"];
                };
            };
            400: components["responses"]["EventRefused"];
            401: components["responses"]["KeyRefused"];
            403: components["responses"]["OriginRefused"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedEncoding"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["EventsUnavailable"];
        };
    };
    sendTrack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrackEvent"];
            };
        };
        responses: {
            /** @description It is in the stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAccepted"];
                };
            };
            400: components["responses"]["EventRefused"];
            401: components["responses"]["KeyRefused"];
            403: components["responses"]["OriginRefused"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedEncoding"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["EventsUnavailable"];
        };
    };
    onChannelTest: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["ChannelTestData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:channel.test";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "channel.test";
                };
                "application/json": {
                    data: components["schemas"]["ChannelTestData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "channel.test";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onEndpointDisabled: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:endpoint.disabled";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "endpoint.disabled";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "endpoint.disabled";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLeadAssigned: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:lead.assigned";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "lead.assigned";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "lead.assigned";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLeadCooled: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:lead.cooled";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "lead.cooled";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "lead.cooled";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLeadHeated: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:lead.heated";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "lead.heated";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "lead.heated";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLeadOpened: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:lead.opened";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "lead.opened";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "lead.opened";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLeadReassigned: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:lead.reassigned";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "lead.reassigned";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "lead.reassigned";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLeadUpdated: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:lead.updated";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "lead.updated";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "lead.updated";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onProfileFell: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["CrossingData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:profile.fell";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "profile.fell";
                };
                "application/json": {
                    data: components["schemas"]["CrossingData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "profile.fell";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onProfileHeated: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:profile.heated";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "profile.heated";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "profile.heated";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onProfileRose: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["CrossingData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:profile.rose";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "profile.rose";
                };
                "application/json": {
                    data: components["schemas"]["CrossingData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "profile.rose";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRecordHandedOff: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:record.handed-off";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "record.handed-off";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "record.handed-off";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRecordNotified: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:record.notified";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "record.notified";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "record.notified";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskAssigned: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.assigned";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.assigned";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.assigned";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskCompleted: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.completed";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.completed";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.completed";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskCooled: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.cooled";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.cooled";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.cooled";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskDueSoon: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.due-soon";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.due-soon";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.due-soon";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskEscalated: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.escalated";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.escalated";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.escalated";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskHeated: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.heated";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.heated";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.heated";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskOpened: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.opened";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.opened";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.opened";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskOverdue: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.overdue";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.overdue";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.overdue";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskReassigned: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.reassigned";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.reassigned";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.reassigned";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskReturned: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.returned";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.returned";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.returned";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTaskUpdated: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:task.updated";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "task.updated";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "task.updated";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onWorkAssigned: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of the events. Nothing is removed or renamed within it. */
                "scoville-version": components["parameters"]["Scoville-Version"];
                /** @description The id of the message. Retries and replays have the same: skip an id that was received before. */
                "webhook-id": components["parameters"]["Webhook-Id"];
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, by each valid secret of the endpoint; parted by spaces. Empty for an address that is no endpoint yet. */
                "webhook-signature": components["parameters"]["Webhook-Signature"];
                /** @description When it was sent, in seconds since 1970. Refuse one that is older than five minutes. */
                "webhook-timestamp": components["parameters"]["Webhook-Timestamp"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": {
                    data: components["schemas"]["AlertData"];
                    /** @constant */
                    datacontenttype: "application/json";
                    /** @constant */
                    dataschema: "urn:scoville:v1:work.assigned";
                    id: string;
                    /** @constant */
                    source: "urn:scoville";
                    /** @constant */
                    specversion: "1.0";
                    subject?: string;
                    /** Format: date-time */
                    time: string;
                    /** @constant */
                    type: "work.assigned";
                };
                "application/json": {
                    data: components["schemas"]["AlertData"];
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "work.assigned";
                };
            };
        };
        responses: {
            /** @description It is taken. A body is not read. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not taken, and tried again. The status 410 stops the endpoint. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
